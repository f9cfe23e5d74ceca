"""Pages → handouts: PDFs on A4 and US Letter, in standard and in large print.

`order.py` says what is asked for; `blocks.py` and `parts.py` make blocks of a page's tree, and `document.py` a document
of them; `setter.py` has Typst set it; `build.py` does all of it in one build.
"""
