import Importing
import Rulebook
import Signing

/// What is wrong with the rows of an input: the first few in memory, all of them in a file beside the input.
struct FaultReport {
    let path: String
    private var file: OpenedFile?
    private var buffer: [UInt8] = []
    /// The first faults, for the screen.
    private(set) var first: [RowFault] = []
    private(set) var count = 0

    static let shown = 20
    private static let writeByteCount = 1 << 20

    /// A report that takes the place of an earlier run's.
    init(path: String) throws {
        self.path = path
        try Folder.remove(path)
    }

    mutating func add(_ fault: RowFault) throws {
        count += 1
        if first.count < FaultReport.shown { first.append(fault) }
        buffer += (fault.line.compact + "\n").utf8
        if buffer.count >= FaultReport.writeByteCount { try flush() }
    }

    /// Writes what is still in memory; makes the file only when there is something to write.
    mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        let file = try self.file ?? OpenedFile(path, .writing)
        self.file = file
        try file.write(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}

extension RowFault {
    /// The fault as a line of the report, in the language of the reader.
    var line: JSONValue {
        [
            "row": .integer(Int64(row)), "field": .string(field), "rule": .string(rule.rawValue),
            "fact": .string(tell(fact.en, zh: fact.zh)),
        ]
    }
}
