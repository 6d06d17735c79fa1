extension QRCode {
    /// An SVG with quiet zone and title, black on white whatever the page behind it: one path, crisp at any size.
    public var svg: String { svg(title: "QR code: \(text)") }

    /// The same under a title of one's own, for those who hear the page instead of seeing it.
    public func svg(title: String) -> String {
        let side = width + 2 * QRCode.quietZone
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" width="\(side * 4)" \
            height="\(side * 4)" shape-rendering="crispEdges" role="img"><title>\(title.escaped)</title>\
            <path fill="#fff" d="M0 0h\(side)v\(side)H0z"/><path fill="#000" d="\(path)"/></svg>

            """
    }

    /// Each run of dark modules in a row as a rectangle.
    private var path: String {
        runs.reduce(into: "") { path, run in
            let (x, y) = (run.columns.lowerBound + QRCode.quietZone, run.row + QRCode.quietZone)
            path += "M\(x) \(y)h\(run.columns.count)v1h-\(run.columns.count)z"
        }
    }

    /// Dark modules that touch in a row.
    var runs: [(row: Int, columns: Range<Int>)] {
        (0..<width).flatMap { row -> [(row: Int, columns: Range<Int>)] in
            var runs: [(row: Int, columns: Range<Int>)] = []
            for column in 0..<width where isDark(row, column) {
                if let last = runs.last, last.columns.upperBound == column {
                    runs[runs.count - 1].columns = last.columns.lowerBound..<column + 1
                } else {
                    runs.append((row, column..<column + 1))
                }
            }
            return runs
        }
    }

    /// Lines for a terminal, two rows of modules in each. Its colours are set, black on white, so that it is read on
    /// dark and on light terminals alike.
    public var terminal: String {
        let (first, last) = (-QRCode.quietZone, width + QRCode.quietZone)
        return stride(from: first, to: last, by: 2).reduce(into: "") { lines, row in
            lines += "\u{1b}[38;5;16;48;5;231m"
            lines += (first..<last).map { column in
                switch (isDark(row, column), isDark(row + 1, column)) {
                case (true, true): "█"
                case (true, false): "▀"
                case (false, true): "▄"
                case (false, false): " "
                }
            }.joined()
            lines += "\u{1b}[0m\n"
        }
    }

    /// A PNG in shades of grey, `scale` pixels a module and with its quiet zone; less than one pixel is one.
    public func png(scale: Int = 8) -> [UInt8] {
        let scale = min(max(1, scale), QRCode.maxScale)
        let side = (width + 2 * QRCode.quietZone) * scale
        var pixels = [UInt8](repeating: 0xff, count: side * side)
        for run in runs {
            let columns =
                (run.columns.lowerBound + QRCode.quietZone) * scale..<(run.columns.upperBound + QRCode.quietZone)
                * scale
            let top = (run.row + QRCode.quietZone) * scale
            for y in top..<top + scale { for x in columns { pixels[y * side + x] = 0 } }
        }
        return GreyImage(side: side, pixels: pixels).png
    }

    /// 64 pixels a module make a poster.
    public static let maxScale = 64
}

extension String {
    /// The text between tags of XML; what XML cannot hold is left out.
    var escaped: String {
        unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\u{9}", "\u{a}", "\u{d}", "\u{20}"..."\u{d7ff}", "\u{e000}"..."\u{fffd}", "\u{10000}"..."\u{10ffff}":
                text.unicodeScalars.append(scalar)
            case _: break
            }
        }
    }
}
