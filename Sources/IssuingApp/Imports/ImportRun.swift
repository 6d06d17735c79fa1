internal import Foundation
internal import Identifiers
public import Importing
internal import Rulebook
internal import Signing

/// Takes a file through the quality gate into the desk: good rows become documents, bad rows the report.
///
/// What was read is in the database part by part; a run that was cut off goes on behind the last part, and a file that
/// was imported before adds nothing. A run that was cut off between its end and its report is told by the next one.
extension Desk {
    /// Rows that become durable together.
    private static let partRows = 1_000

    /// Runs to the end of the source. A dry run judges every row and makes no document.
    ///
    /// `report` names a folder for the gate's own report, to be handed back to the source. Throws `SourceError`,
    /// `MappingError`, `DeskRefusal`.
    public func runImport(
        _ location: String, mapping: Mapping, isDry: Bool = false, report: String? = nil, staff: String,
        watch: (GateProgress, StoredRun) -> Void = { _, _ in }
    ) throws -> StoredRun {
        let type = try definition(mapping.type, mapping.typeVersion)
        let lists = try database.codeLists()
        let options = gateOptions
        func open(from checkpoint: GateCheckpoint?) throws -> GateRun {
            try GateRun(
                location, mapping: mapping, type: type, lists: lists, options: options, from: checkpoint,
                report: report)
        }
        var gate = try open(from: nil)
        let head = RunHead(
            file: Desk.lastPart(location),
            fileDigest: gate.checkpoint.source ?? SHA256.digest(Array(("source\n" + location).utf8)),
            mapping: mapping.digest, type: mapping.type, typeVersion: mapping.typeVersion, isDry: isDry)
        var run = try database.beginRun(head, staff: staff, at: second)
        // Finished, but cut off before it could say so: only a report to the source has to be written again.
        if run.finished != nil, report == nil { return run }
        if let bytes = run.checkpoint {
            gate = try open(from: try GateCheckpoint(readable: try JSONValue(parsing: bytes, maxByteCount: 1 << 16)))
        }
        while let part = try part(of: &gate, mapping) {
            run = try database.take(part, into: run, at: second)
            watch(gate.progress, run)
        }
        return try database.finishRun(run.id, blank: UInt64(gate.summary.tally.blank), at: second)
    }

    /// The next rows of a source; nil at its end.
    private func part(of gate: inout GateRun, _ mapping: Mapping) throws -> RunPart? {
        var part = RunPart()
        var count = 0
        while count < Desk.partRows, let item = try gate.next() {
            count += 1
            switch item {
            case .accepted(let row):
                part.documents.append(newDocument(row, type: mapping.type, version: mapping.typeVersion))
            case .refused(let row):
                part.faultyRows += 1
                part.faults += row.faults.map(StoredFault.init)
            }
        }
        guard count > 0 else { return nil }
        part.checkpoint = Array(gate.checkpoint.readable.compact.utf8)
        return part
    }

    func newDocument(_ row: ImportedRow, type: TypeCode, version: UInt64) -> NewDocument {
        let key = rowKey(type, row.id)
        let content = DocumentContent(
            holder: HolderName(kind: row.holder.kind, number: row.holder.number, name: row.holder.name),
            fields: row.values.map { ContentField(path: $0.path, group: $0.group, text: $0.text) },
            asOf: row.asOf?.beginningInBeijing ?? second, isDigitised: row.provenance == .digitised)
        return NewDocument(
            key: key, holder: holderIndex(kind: row.holder.kind, number: row.holder.number),
            row: UInt64(row.number), type: type, typeVersion: version, contentSealed: seal(content, key: key),
            expiry: row.expiry, supersedes: nil, attachments: 0)
    }

    /// Today where the documents are issued, at UTC+8.
    var today: CivilDate {
        guard let date = Desk.day(at: second) else { preconditionFailure("the clock shows no day") }
        return date
    }

    /// The day of a time at UTC+8; nil beyond the calendar.
    static func day(at second: UInt64) -> CivilDate? {
        CivilDate(Array(UTCTime(seconds: second + 8 * 3_600).description.utf8.prefix(10))[...])
    }

    /// The file's name without its folders; of a connection to a database nothing but its kind.
    private static func lastPart(_ location: String) -> String {
        guard !location.contains("=") else { return "postgresql" }
        return location.split(separator: "/").last.map(String.init) ?? location
    }
}

extension CivilDate {
    /// The first second of the day at UTC+8.
    fileprivate var beginningInBeijing: UInt64? { endInBeijing.map { $0 - 86_400 } }
}

extension StoredFault {
    fileprivate init(_ fault: RowFault) {
        self.init(
            row: UInt64(fault.row), field: fault.field, rule: fault.rule.rawValue, value: fault.value,
            fact: fault.fact)
    }
}
