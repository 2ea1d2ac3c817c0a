"""What a text says, read in the language that it is written in: sentences, numbers, days, quotations, names.

Pure functions of plain text, in time that grows with its length alone.
"""
