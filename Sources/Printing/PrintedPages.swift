/// Pages as a PDF, and what no font on this machine could show.
public struct PrintedPages: Hashable, Sendable {
    /// The PDF: the same bytes for the same contents, as long as the fonts are the same.
    public let bytes: [UInt8]
    public let pageCount: Int
    /// Characters whose code points stand in their places; who prints for others refuses unless there are none.
    public let missing: [MissingGlyph]

    /// What the file says of itself.
    struct About {
        let title: String
        let author: String
        let subject: String
        /// `2026-11-01T00:00:00Z`.
        let created: String
    }

    /// Lays the contents out, once more if a character is missing, and draws them.
    init(_ about: About, _ contents: (inout PageFlow) -> Void) throws(PrintingError) {
        let typesetter = Typesetter()
        func laid(_ text: PageText) throws(PrintingError) -> PageFlow {
            var flow = PageFlow(typesetter, text)
            contents(&flow)
            guard !flow.isFull else { throw .tooLong(maxPages: PageFlow.maxPages) }
            return flow
        }
        var flow = try laid(PageText())
        missing = flow.missing
        if !missing.isEmpty {
            flow = try laid(PageText(missing: Set(missing.map(\.scalar))))
            // What is left cannot even be named: there is no font for digits.
            guard flow.missing.isEmpty else { throw .noFont }
        }
        pageCount = flow.pages.count
        bytes = PrintedPages.drawn(flow.pages, about)
    }

    private static func drawn(_ pages: [[PageFlow.Mark]], _ about: About) -> [UInt8] {
        let canvas = PDFCanvas(width: PageFlow.pageWidth, height: PageFlow.pageHeight)
        canvas.describe(about)
        for page in pages {
            for mark in page {
                switch mark {
                case .text(let text, let x, let y): canvas.draw(text, x: x, y: y)
                case .fill(let areas, let ink): canvas.fill(areas, ink)
                }
            }
            canvas.endPage()
        }
        return canvas.finish()
    }
}

/// Why there are no pages.
public enum PrintingError: Error, Hashable, Sendable {
    /// More than anybody reads on paper.
    case tooLong(maxPages: Int)
    /// No font has Latin letters and digits.
    case noFont
}
