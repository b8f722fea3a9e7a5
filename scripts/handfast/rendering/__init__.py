"""The model as text: modules, formatted, in a package that is compared or written."""
