"""What came of the tests, told in every form that somebody reads: lines, annotations, a page."""
