"""The business and its faces: domain, web pages, command line."""
