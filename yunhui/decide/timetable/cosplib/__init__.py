"""CoSPLib's conferences: their workbooks, their objective, and programmes that cost little by it."""
