"""What goes over the wire: sent, judged, masked, and kept in the ledger."""
