"""Images for link previews: titles in, PNG files of 1200 × 630 pixels out, without fonts and imaging libraries."""
