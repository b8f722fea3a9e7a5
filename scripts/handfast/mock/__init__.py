"""A server for any document, with nobody's code behind it: requests are judged, answers are made up."""
