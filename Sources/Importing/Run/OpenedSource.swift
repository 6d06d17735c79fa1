import Rulebook
import Signing

/// A source that was looked at and whose first row is next.
struct OpenedSource {
    var table: any TableReader
    let bytes: SourceBytes
    let encoding: TextEncoding
    /// What a file turned out to be; nil for SQL.
    let survey: SourceSurvey?
    let totalBytes: UInt64?

    /// Opens what the mapping is for: a file, or the connection of a database.
    static func open(_ location: String, _ mapping: Mapping) throws -> OpenedSource {
        try mapping.source.checkStart(of: location)
        do { return try OpenedSource(location, mapping) } catch let error as CSVError { throw SourceError.csv(error) }
    }

    private init(_ location: String, _ mapping: Mapping) throws {
        switch mapping.source {
        case .csv(let encoding):
            try self.init(file: location, encoding, shape: .csv) { bytes, _ in try CSVTable { try bytes.fill(&$0) } }
        case .jsonLines(let encoding):
            let known = RecordColumns(mapping.columns, ignored: mapping.ignored)
            try self.init(file: location, encoding, shape: .lines) { bytes, _ in
                JSONLinesTable(known) { try bytes.fill(&$0) }
            }
        case .xml(let record, let encoding):
            let known = RecordColumns(mapping.columns, ignored: mapping.ignored)
            try self.init(file: location, encoding, shape: .lines) { bytes, found in
                try XMLTable(record: record, known, encoding: found) { try bytes.fill(&$0) }
            }
        case .sqlite(let query): try self.init(.sqlite(file: location, query: query))
        case .postgres(let query): try self.init(.postgres(connection: location, query: query))
        }
    }

    private init(
        file path: String, _ expected: TextEncoding?, shape: TextShape,
        _ open: (SourceBytes, TextEncoding) throws -> any TableReader
    ) throws {
        let file = try FileBytes(path)
        let survey = try SourceSurvey(file, expected: expected, shape: shape)
        bytes = SourceBytes(file, survey)
        table = try open(bytes, survey.encoding)
        encoding = survey.encoding
        totalBytes = survey.byteCount
        self.survey = survey
    }

    private init(_ client: SQLClient) throws {
        let bytes = SourceBytes(try client.start())
        self.bytes = bytes
        table = try CSVTable { try bytes.fill(&$0) }
        encoding = .utf8
        totalBytes = nil
        survey = nil
    }
}

extension SourceForm {
    /// Refuses a file that begins as another form does: what is wrong in it would be told in the terms of this one.
    fileprivate func checkStart(of path: String) throws {
        guard let found = try SourceForm.begun(path, self), found != kind else { return }
        throw SourceError.otherForm(expected: kind, looksLike: found)
    }

    /// The form by the first bytes of a file; nil where they do not tell.
    private static func begun(_ path: String, _ expected: SourceForm) throws -> String? {
        var isXML = false
        switch expected {
        case .sqlite, .postgres: return nil
        case .xml: isXML = true
        case .csv, .jsonLines: break
        }
        var chunk = [UInt8](repeating: 0, count: 256)
        let count = try FileBytes(path).read(into: &chunk, at: 0)
        var start = chunk[..<count]
        if start.starts(with: [0xef, 0xbb, 0xbf]) { start = start.dropFirst(3) }
        start = start.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
        if start.starts(with: Array("<?xml".utf8)) { return "xml" }
        if start.starts(with: Array("{\"".utf8)) { return "jsonl" }
        let line = start.prefix { $0 != 0x0a }
        let isTable = line.first != UInt8(ascii: "<") && line.contains(UInt8(ascii: ",")) && !line.contains(0)
        return isXML && isTable ? "csv" : nil
    }
}
