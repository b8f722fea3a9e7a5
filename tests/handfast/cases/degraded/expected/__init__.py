"""What cannot be honoured degrades alone 1, generated from its document."""
