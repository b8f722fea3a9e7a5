"""What a change of the document will do, told before anything is written.

The package that is there and the one that would be there are read alike, as Python: what a class or a method says is
compared, and hand-written code is searched for what implements or names it.
"""
