"""What a page can call: one folder a component.

A folder holds `view.py` (the macro: its signature is what a call may say, its docstring what it draws, and what it
returns is what the template is given), `template.html`, and where it needs them `style.css` and `script.js`. It is
listed nowhere: `registry.py` finds it. A folder whose name begins with `_` is a part that several components share.
"""
