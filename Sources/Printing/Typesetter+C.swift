internal import CPangoCairo

/// Sets texts in lines, by pango: in points, without the roundings of a screen, so that what is measured is what is
/// printed.
@safe final class Typesetter {
    private let context: OpaquePointer

    init() {
        let context = unsafe pango_font_map_create_context(pango_cairo_font_map_get_default())
        guard let context = unsafe context else { preconditionFailure("pango gave no context") }
        unsafe self.context = unsafe context
        unsafe pango_cairo_context_set_resolution(context, 72)
        unsafe pango_context_set_language(context, pango_language_from_string("zh-cn"))
        unsafe pango_context_set_round_glyph_positions(context, 0)
        let options = unsafe cairo_font_options_create()
        unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        unsafe pango_cairo_context_set_font_options(context, options)
        unsafe cairo_font_options_destroy(options)
    }

    deinit { unsafe g_object_unref(UnsafeMutableRawPointer(context)) }

    /// The text in lines of at most so many points.
    func set(_ text: String, _ style: TextStyle, width: Double) -> SetText {
        guard let layout = unsafe pango_layout_new(context) else { preconditionFailure("pango gave no layout") }
        let font = unsafe pango_font_description_new()
        unsafe pango_font_description_set_family(font, style.family)
        unsafe pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
        unsafe pango_font_description_set_weight(font, style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        unsafe pango_layout_set_font_description(layout, font)
        unsafe pango_font_description_free(font)
        // A ligature is one letter to whoever searches the page: `fi` must stay two.
        let attributes = unsafe pango_attr_list_new()
        unsafe pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0, clig=0"))
        unsafe pango_layout_set_attributes(layout, attributes)
        unsafe pango_attr_list_unref(attributes)
        unsafe pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
        unsafe pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        unsafe pango_layout_set_alignment(layout, style.isCentred ? PANGO_ALIGN_CENTER : PANGO_ALIGN_LEFT)
        unsafe pango_layout_set_text(layout, text, Int32(text.utf8.count))
        return unsafe SetText(layout, style.ink)
    }
}

/// A text in lines, ready to be drawn.
@safe final class SetText {
    /// Pango's layout, owned by this.
    let layout: OpaquePointer
    let ink: Ink

    fileprivate init(_ layout: OpaquePointer, _ ink: Ink) {
        unsafe self.layout = unsafe layout
        self.ink = ink
    }

    deinit { unsafe g_object_unref(UnsafeMutableRawPointer(layout)) }

    /// In points.
    var height: Double { size.height }
    /// Of the widest line, in points.
    var width: Double { size.width }

    private var size: (width: Double, height: Double) {
        var (width, height): (Int32, Int32) = (0, 0)
        unsafe pango_layout_get_size(layout, &width, &height)
        return (Double(width) / Double(PANGO_SCALE), Double(height) / Double(PANGO_SCALE))
    }

    /// The characters that no font on this machine has, in their order; pango would draw boxes for them.
    var unknown: [Unicode.Scalar] {
        guard unsafe pango_layout_get_unknown_glyphs_count(layout) > 0 else { return [] }
        var found: [Unicode.Scalar] = []
        let lines = unsafe pango_layout_get_iter(layout)
        defer { unsafe pango_layout_iter_free(lines) }
        repeat {
            guard let run = unsafe pango_layout_iter_get_run_readonly(lines) else { continue }
            guard let glyphs = unsafe run.pointee.glyphs else { continue }
            for place in 0..<Int(unsafe glyphs.pointee.num_glyphs) {
                let glyph = unsafe glyphs.pointee.glyphs[place].glyph
                // Pango marks the code point itself; bytes that are no text at all have every bit set.
                guard glyph & SetText.unknownFlag != 0 else { continue }
                if let scalar = Unicode.Scalar(glyph & ~SetText.unknownFlag) { found.append(scalar) }
            }
        } while unsafe pango_layout_iter_next_run(lines) != 0
        return found
    }

    /// `PANGO_GLYPH_UNKNOWN_FLAG`.
    private static let unknownFlag: UInt32 = 0x1000_0000
}
