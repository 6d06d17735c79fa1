/// Puts texts and shapes on A4 pages from top to bottom, and begins a new page where one is full.
struct PageFlow {
    /// What is drawn, in this order.
    enum Mark {
        case text(SetText, x: Double, y: Double)
        case fill([Area], Ink)
    }

    /// Texts one below the other in a part of a row.
    struct Cell {
        /// From the left margin, in points.
        var x: Double
        var width: Double
        var lines: [(text: String, style: TextStyle)]
        /// The colour of its box; boxes of a row are equally high.
        var paper: Ink?
    }

    private(set) var pages: [[Mark]] = [[]]
    /// What no font has, each character once for each place.
    private(set) var missing: [MissingGlyph] = []
    /// Where the next thing begins.
    private(set) var y = PageFlow.top
    private let typesetter: Typesetter
    private let text: PageText

    static let pageWidth = 595.276
    static let pageHeight = 841.89
    static let margin = 54.0
    static let width = pageWidth - 2 * margin
    static let top = 44.0
    static let bottom = pageHeight - 52
    /// Fonts for Chinese leave much air between lines; this much of it is kept.
    static let leading = 0.93
    /// More than anybody reads on paper.
    static let maxPages = 200

    init(_ typesetter: Typesetter, _ text: PageText) {
        self.typesetter = typesetter
        self.text = text
    }

    /// A row of cells, whole on one page; `place` names it where a character is missing.
    mutating func row(_ cells: [Cell], place: String, padding: Double = 0, after: Double = 4) {
        guard !isFull else { return }
        let columns = cells.map { cell in
            cell.lines.map { set($0.text, $0.style, width: cell.width - 2 * padding, place: place) }
        }
        let height = (columns.map { $0.reduce(0) { $0 + $1.height * PageFlow.leading } }.max() ?? 0) + 2 * padding
        need(height)
        for (cell, column) in zip(cells, columns) {
            let left = PageFlow.margin + cell.x
            if let paper = cell.paper { add(.fill([Area(x: left, y: y, width: cell.width, height: height)], paper)) }
            var top = y + padding
            for text in column {
                add(.text(text, x: left + padding, y: top))
                top += text.height * PageFlow.leading
            }
        }
        y += height + after
    }

    /// True when there are more pages than anybody reads: nothing is added any more.
    var isFull: Bool { pages.count > PageFlow.maxPages }

    /// A thin line across the page.
    mutating func line(after: Double = 6) {
        add(.fill([Area(x: PageFlow.margin, y: y, width: PageFlow.width, height: 0.6)], .line))
        y += after
    }

    mutating func space(_ height: Double) { y += height }

    /// Begins a new page unless so much is left on this one.
    mutating func need(_ height: Double) {
        guard y + height > PageFlow.bottom, y > PageFlow.top else { return }
        pages.append([])
        y = PageFlow.top
    }

    /// A code with its quiet zone, its top left corner so far from the margin and from where the next thing begins.
    mutating func code(_ code: QRCode, x: Double, below: Double, side: Double) {
        let module = side / Double(code.width + 2 * QRCode.quietZone)
        let (left, top) = (PageFlow.margin + x, y + below)
        add(.fill([Area(x: left, y: top, width: side, height: side)], .white))
        let areas = code.runs.map { run in
            Area(
                x: left + Double(run.columns.lowerBound + QRCode.quietZone) * module,
                y: top + Double(run.row + QRCode.quietZone) * module, width: Double(run.columns.count) * module,
                height: module)
        }
        add(.fill(areas, .codeBlack))
    }

    /// Writes the foot of every page, once all of them are there.
    mutating func foot(_ line: (_ page: Int, _ count: Int) -> (left: String, right: String)) {
        let style = TextStyle(size: 7, ink: .grey)
        let (count, y) = (pages.count, PageFlow.pageHeight - 40)
        for page in 0..<count {
            let words = line(page + 1, count)
            let left = set(words.left, style, width: PageFlow.width, place: "")
            let right = set(words.right, style, width: PageFlow.width, place: "")
            pages[page] += [
                .fill([Area(x: PageFlow.margin, y: y, width: PageFlow.width, height: 0.6)], .line),
                .text(left, x: PageFlow.margin, y: y + 5),
                .text(right, x: PageFlow.pageWidth - PageFlow.margin - right.width, y: y + 5),
            ]
        }
    }

    /// Writes a line above everything on each page, once all of them are there.
    mutating func head(_ words: String, _ ink: Ink) {
        let text = set(words, TextStyle(size: 8, isBold: true, ink: ink), width: PageFlow.width, place: "")
        for page in pages.indices { pages[page].append(.text(text, x: PageFlow.margin, y: PageFlow.top - 22)) }
    }

    /// What is drawn stays on one page where it fits on one: otherwise it is drawn where it stands.
    mutating func together(_ draw: (inout PageFlow) -> Void) {
        var trial = self
        draw(&trial)
        guard trial.pages.count == pages.count + 1, y > PageFlow.top else {
            self = trial
            return
        }
        var fresh = self
        fresh.need(PageFlow.bottom - PageFlow.top)
        draw(&fresh)
        self = fresh.pages.count == trial.pages.count ? fresh : trial
    }

    private mutating func add(_ mark: Mark) { pages[pages.count - 1].append(mark) }

    private mutating func set(_ words: String, _ style: TextStyle, width: Double, place: String) -> SetText {
        let text = typesetter.set(self.text.shown(words), style, width: width)
        for scalar in text.unknown {
            let glyph = MissingGlyph(scalar: scalar, place: place)
            if !missing.contains(glyph) { missing.append(glyph) }
        }
        return text
    }
}
