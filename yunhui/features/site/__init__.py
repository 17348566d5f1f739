"""The city's public site: its settings, pages, news and partners, host areas' policies, and words never published."""
