"""Reading what applicants entrust: undertakings, the watermarked reader, and who opened what."""
