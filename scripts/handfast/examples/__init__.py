"""Examples: values, bodies and answers that fit what a document declares, its authors' own before made-up ones."""
