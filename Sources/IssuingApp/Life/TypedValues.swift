internal import Identifiers
internal import Importing
internal import Rulebook

/// What clerks type for single documents passes the same quality gate as the rows of a source.
extension Desk {
    /// Fields in the order of the type; an empty text is no value. Throws `DeskRefusal.faultyValues`.
    func contentFields(
        _ texts: [String: String], of type: TypeDefinition, holder: HolderName
    ) throws -> [ContentField] {
        var gate = try ValueGate(type, lists: try database.codeLists(), options: gateOptions)
        let faults = gate.faults(of: texts, holder: holder.identity)
        guard faults.isEmpty else { throw DeskRefusal.faultyValues(faults) }
        return zip(type.type.fields, type.details.fields).compactMap { field, details in
            guard let text = texts[field.path], !text.isEmpty else { return nil }
            return ContentField(path: field.path, group: details.group, text: text)
        }
    }

    /// Refuses a holder whose kind, number or name cannot be.
    func check(_ holder: HolderName) throws {
        let faults = ValueGate.faults(of: holder.identity, options: gateOptions)
        guard faults.isEmpty else { throw DeskRefusal.faultyValues(faults) }
    }

    /// The end of the last day that values name in the field of GB/T 36903 for it, as POSIX seconds; nil when none
    /// does.
    static func end(of values: [String: String]) -> UInt64? {
        values[ValueGate.lastDayPath].flatMap { CivilDate(Array($0.utf8)[...]) }?.endInBeijing
    }

    /// What the gate must know of today and of this network.
    var gateOptions: GateOptions { GateOptions(today: today, isSample: genesis.isSample) }
}

extension HolderName {
    fileprivate var identity: HolderIdentity { HolderIdentity(kind: kind, number: number, name: name) }
}

/// Faults in a sentence.
enum FaultWords {
    /// Most faults that are told.
    private static let shown = 8

    /// Field, what is wrong, rule and the covered value of each; a count for what is left out.
    static func text(_ faults: [RowFault], isChinese: Bool) -> String {
        let told = faults.prefix(shown).map { fault in
            let value = fault.value.isEmpty ? "" : " \(fault.value)"
            return "\(fault.field)\(value) \(isChinese ? fault.fact.zh : fault.fact.en) [\(fault.rule.rawValue)]"
        }
        let rest = faults.count - told.count
        let more = rest > 0 ? [isChinese ? "另有 \(rest) 处" : "\(rest) more"] : []
        return (told + more).joined(separator: isChinese ? "；" : "; ")
    }
}
