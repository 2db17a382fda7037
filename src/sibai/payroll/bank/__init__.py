"""Files for the bank and its answers: layouts as data, exact bytes out, every line judged on its own coming back.

Pure: no Django, no database, no clock. Money is whole fen.
"""
