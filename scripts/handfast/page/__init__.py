"""The docs page of a document: what there is beside its operations, which Swagger UI shows, and the frame of all.

What is made here goes into the generated package, so that a server needs no toolchain to show it; `docs.py` of the
package puts it together with Swagger UI.
"""
