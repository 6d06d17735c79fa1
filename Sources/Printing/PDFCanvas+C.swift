internal import CPangoCairo

/// Draws pages into a PDF, by cairo. Lengths are points, from the top left.
@safe final class PDFCanvas {
    private let sink = ByteSink()
    private let surface: OpaquePointer
    private let pen: OpaquePointer

    /// A canvas for pages of this size.
    init(width: Double, height: Double) {
        let surface = unsafe cairo_pdf_surface_create_for_stream(ByteSink.write, sink.handle, width, height)
        guard let surface = unsafe surface, let pen = unsafe cairo_create(surface) else {
            preconditionFailure("cairo gave no canvas")
        }
        unsafe self.surface = unsafe surface
        unsafe self.pen = unsafe pen
    }

    deinit {
        unsafe cairo_destroy(pen)
        unsafe cairo_surface_destroy(surface)
    }

    /// What the file says of itself. Without a time of its own cairo would take the clock.
    func describe(_ about: PrintedPages.About) {
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, about.title)
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, about.author)
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, about.subject)
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "deedbox")
        unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, about.created)
    }

    func draw(_ text: SetText, x: Double, y: Double) {
        ink(text.ink)
        unsafe cairo_move_to(pen, x, y)
        unsafe pango_cairo_show_layout(pen, text.layout)
    }

    /// All areas as one shape: no hairline between those that touch.
    func fill(_ areas: [Area], _ ink: Ink) {
        self.ink(ink)
        for area in areas { unsafe cairo_rectangle(pen, area.x, area.y, area.width, area.height) }
        unsafe cairo_fill(pen)
    }

    func endPage() { unsafe cairo_show_page(pen) }

    /// The whole file; nothing can be drawn any more.
    func finish() -> [UInt8] {
        unsafe cairo_surface_finish(surface)
        let status = unsafe cairo_surface_status(surface)
        precondition(status == CAIRO_STATUS_SUCCESS, "cairo did not write the pages")
        return sink.bytes
    }

    private func ink(_ ink: Ink) { unsafe cairo_set_source_rgb(pen, ink.red, ink.green, ink.blue) }
}

/// A rectangle on a page, in points from its top left.
struct Area: Hashable, Sendable {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
}
