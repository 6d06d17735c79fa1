import Rulebook
import Signing

/// What the gate says of a source, as files that go back to where it came from.
///
/// `faults.jsonl` and `faults.csv` have a line for each fault, values with their middle covered; `report.csv` has the
/// refused rows as they came, in the source's own columns and encoding, each with its reasons; `summary.json` counts.
final class GateReport {
    private let faultLines: ReportFile
    private let faultTable: ReportFile
    private let rows: ReportFile
    private let summaryPath: String
    private let transcoder: Transcoder?
    private let columnCount: Int
    private var line: [UInt8] = []

    /// Makes the folder and takes the place of an earlier report in it.
    init(folder: String, columns: [String], encoding: TextEncoding) throws(SourceError) {
        try ReportFile.makeFolder(folder)
        faultLines = try ReportFile("\(folder)/faults.jsonl")
        faultTable = try ReportFile("\(folder)/faults.csv")
        rows = try ReportFile("\(folder)/report.csv")
        summaryPath = "\(folder)/summary.json"
        columnCount = columns.count
        switch encoding {
        case .utf8: transcoder = nil
        case .gb18030: transcoder = Transcoder(from: .utf8, to: .gb18030)
        }
        // Spreadsheets take UTF-8 for it only behind its mark.
        let mark: [UInt8] = [0xef, 0xbb, 0xbf]
        try faultTable.write(mark)
        try write(["row", "field", "rule", "reason_zh", "reason_en", "value"], to: faultTable)
        if transcoder == nil { try rows.write(mark) }
        try writeBack(columns.map { Array($0.utf8)[...] } + ReportWords.columns.map { Array($0.utf8)[...] })
    }

    /// Adds a refused row; an accepted one stands in no report.
    func add(_ item: GateItem, _ source: TableRow) throws(SourceError) {
        guard case .refused(let row) = item else { return }
        for fault in row.faults {
            try faultLines.write((fault.json.compact + "\n").utf8)
            try write(
                ["\(fault.row)", fault.field, fault.rule.rawValue, fault.fact.zh, fault.fact.en, fault.value],
                to: faultTable)
        }
        var cells = (0..<min(columnCount, source.count)).map { source.field($0) }
        cells += [ArraySlice<UInt8>](repeating: [], count: columnCount - cells.count)
        for text in ReportWords.cells(row) { cells.append(Array(text.utf8)[...]) }
        try writeBack(cells)
    }

    /// Writes the summary, and what is still in memory.
    func finish(_ summary: GateSummary) throws(SourceError) {
        try faultLines.flush()
        try faultTable.flush()
        try rows.flush()
        let file = try ReportFile(summaryPath)
        try file.write(summary.readable.pretty.utf8)
        try file.flush()
    }

    private func write(_ cells: [String], to file: ReportFile) throws(SourceError) {
        line.removeAll(keepingCapacity: true)
        CSVLine.append(cells.map { Array($0.utf8)[...] }, to: &line)
        try file.write(line)
    }

    private func writeBack(_ cells: [ArraySlice<UInt8>]) throws(SourceError) {
        line.removeAll(keepingCapacity: true)
        CSVLine.append(cells, to: &line)
        guard let transcoder else { return try rows.write(line) }
        var output: [UInt8] = []
        do throws(Transcoder.BadSequence) { try transcoder.convert(line[...], into: &output) } catch {
            preconditionFailure("UTF-8 text has no place in GB18030, which has one for every character")
        }
        try rows.write(output)
    }
}

/// Lines of CSV that are safe to open: no cell is taken for a formula.
enum CSVLine {
    /// Appends cells, with quotes where they must be, and the end of the line.
    static func append(_ cells: [ArraySlice<UInt8>], to output: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            append(cell, to: &output)
        }
        output += [0x0d, 0x0a]
    }

    private static func append(_ cell: ArraySlice<UInt8>, to output: inout [UInt8]) {
        let isFormula = TextRule.isFormula(cell) || cell.first == 0x09 || cell.first == 0x0d
        let special = "\",\r\n".utf8
        guard isFormula || cell.contains(where: { special.contains($0) }) else { return output += cell }
        output.append(UInt8(ascii: "\""))
        if isFormula { output.append(UInt8(ascii: "'")) }
        for byte in cell {
            if byte == UInt8(ascii: "\"") { output.append(byte) }
            output.append(byte)
        }
        output.append(UInt8(ascii: "\""))
    }
}
