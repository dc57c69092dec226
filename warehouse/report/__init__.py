"""The night on one page of HTML, for the screen and for paper."""
