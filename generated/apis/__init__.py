"""One abstract class for each tag: what handlers implement."""
