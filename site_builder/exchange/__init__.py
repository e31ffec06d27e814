"""The work of translators: what is to be translated, out as PO or XLIFF, and back into the sections."""

from site_builder.exchange.fitting import check_language, fit
from site_builder.exchange.standing import Part, State, read_parts
from site_builder.exchange.units import Unit, units
from site_builder.exchange.xliff import read_xliff, write_xliff

__all__ = ["Part", "State", "Unit", "check_language", "fit", "read_parts", "read_xliff", "units", "write_xliff"]
