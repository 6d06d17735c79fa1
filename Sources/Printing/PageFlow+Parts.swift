internal import Rulebook

/// The parts that a page is made of.
extension PageFlow {
    /// Space for the name of a value, and where the value begins.
    private static let labelWidth = 128.0
    private static let valueX = 136.0
    /// Characters of one value that are printed, and of one run that must stay on a page.
    private static let maxValue = 1_600
    private static let pieceOfValue = 400

    /// A heading over what follows, in both languages; some of that stays with it.
    mutating func heading(_ words: Bilingual) {
        need(70)
        space(8)
        row(
            [
                Cell(
                    x: 0, width: PageFlow.width,
                    lines: [("\(words.zh)  \(words.en)", TextStyle(size: 11.5, isBold: true))])
            ], place: words.en, after: 3)
        line(after: 7)
    }

    /// A name and its value. A long value goes on below; of a very long one the rest is counted.
    mutating func value(_ name: Bilingual, _ value: String, isMono: Bool = false, isSmall: Bool = false) {
        let label: [(String, TextStyle)] = [("\(name.zh) \(name.en)", TextStyle(size: 8.5, ink: .grey))]
        let style = isMono ? TextStyle(size: 8, isMono: true) : TextStyle(size: isSmall ? 8.5 : 9.5)
        let (pieces, left) = PageText.pieces(value, of: PageFlow.pieceOfValue, limit: PageFlow.maxValue)
        for (place, piece) in pieces.enumerated() {
            let isLast = place == pieces.count - 1
            row(
                [
                    Cell(x: 0, width: PageFlow.labelWidth, lines: place == 0 ? label : []),
                    Cell(x: PageFlow.valueX, width: PageFlow.width - PageFlow.valueX, lines: [(piece, style)]),
                ], place: name.en.isEmpty ? name.zh : name.en, after: isLast ? (isSmall ? 2 : 4) : 0)
        }
        guard left > 0 else { return }
        remark(
            Bilingual(
                zh: "另有 \(left) 个字符未印出，见证据文件。", en: "\(left) more characters are not printed: see the evidence file."))
    }

    /// What the rows below it are.
    mutating func label(_ words: Bilingual) {
        need(40)
        row(
            [
                Cell(
                    x: 0, width: PageFlow.width,
                    lines: [("\(words.zh)  \(words.en)", TextStyle(size: 8.5, isBold: true))])
            ], place: words.en, after: 3)
    }

    /// A sentence in both languages, small.
    mutating func remark(_ words: Bilingual, x: Double = PageFlow.valueX) {
        let style = TextStyle(size: 8, ink: .grey)
        row(
            [Cell(x: x, width: PageFlow.width - x, lines: [(words.zh, style), (words.en, style)])], place: words.en,
            after: 5)
    }
}
