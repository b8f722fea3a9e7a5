"""The page at /docs: Swagger UI in one file, which asks nothing of any host but this one."""

import base64
import hashlib
import html
from importlib.resources import files

# The document is beside the page, under whatever prefix. Unless it is told not to, Swagger UI asks a host of its
# own to validate the document.
START = """
if (matchMedia("(prefers-color-scheme: dark)").matches) document.documentElement.classList.add("dark-mode");
SwaggerUIBundle({
  url: "openapi.json", dom_id: "#page", deepLinking: true, persistAuthorization: true, validatorUrl: null,
});
"""
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<div id="page"></div>
<noscript>This page needs JavaScript; the document itself is <a href="openapi.json">here</a>.</noscript>
<script>{bundle}</script>
<script>{start}</script>
</body>
</html>
"""


def docs_page(title: str) -> str:
    """Put the page together; its policy lets in the two scripts that are in it, and no others."""
    static = files("fastapi_offline") / "static"
    bundle = _inlined((static / "swagger-ui-bundle.js").read_text())
    style = (static / "swagger-ui.css").read_text()
    scripts = " ".join(f"'sha256-{_digest(script)}'" for script in (bundle, START))
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:;"
        " connect-src 'self'; base-uri 'none'; form-action 'none'"
    )
    return PAGE.format(policy=policy, title=html.escape(title), style=style, bundle=bundle, start=START)


def _inlined(script: str) -> str:
    """Write what would open or close an element in another way, so that HTML does not see it."""
    for opening in ("!--", "script", "/script"):
        script = script.replace(f"<{opening}", rf"\x3C{opening}")
    return script


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
