/* Pango brings cairo's types with it; its PDF surface has a header of its own. */
#include <pango/pangocairo.h>
#include <cairo-pdf.h>
