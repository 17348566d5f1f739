"""The papers that an office signs, files and hands out: each from the data of record, as Word and as PDF."""
