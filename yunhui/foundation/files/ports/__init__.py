"""What stands outside the house: where bytes lie, who looks for viruses, and the program that opens PDFs."""
