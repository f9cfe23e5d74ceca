"""Pages → handouts: PDFs on A4 and US Letter, in standard and in large print.

`order.py` says what is asked for; `document.py` makes a page's tree plain data; `setter.py` has Typst set it;
`build.py` does all of it in one build.
"""
