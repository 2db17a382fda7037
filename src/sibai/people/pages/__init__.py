"""What every room's views are made of: a page, an act carried out from a form, an object found in scope, lists."""

from sibai.people.pages.carrying import carry_out, found, page
from sibai.people.pages.errors import told
from sibai.people.pages.forms import PageForm
from sibai.people.pages.lists import Column, Filter, Listing, Row

__all__ = ["Column", "Filter", "Listing", "PageForm", "Row", "carry_out", "found", "page", "told"]
