"""What the system is for: acceptance criteria in Markdown, each with a workflow that proves it on a running server.

A feature is a file `features/NAME.md`. Each heading of the second level is a criterion, by its name; the line that
begins with `Operations:` names the operations that it takes. Beside it stands `NAME.arazzo.yaml`, with a workflow
(Arazzo, the OpenAPI Initiative's format for sequences of calls) for each criterion, by the same name.
"""
