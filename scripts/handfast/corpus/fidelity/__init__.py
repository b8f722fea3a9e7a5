"""L2 as a second opinion: a document read on its own, and the generated code asked over requests what it makes of it.

Nothing here knows the generator's model, its names or its templates. Each promise of the document becomes requests that
keep it and requests that break it; what a handler is given and what is refused is held against the document.
"""
