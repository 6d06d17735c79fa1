package import NodeAPI
package import Rulebook
import Signing

/// Registers the entries of files, one after another.
///
/// What the ledger holds already, the same, is passed over: a registration that stopped half way is finished by
/// giving the same files again. Another entry under a name that is taken stays refused by the ledger.
struct Registration {
    private var desk: GovernanceDesk
    private(set) var report: Report
    /// The name of the list for programs, and of what each of its items is called by.
    private let list: (name: String, subject: String)
    private let output: OutputOptions
    private let total: Int
    private var count = 0

    init(
        _ desk: GovernanceDesk, _ headline: String, _ total: Int, list: (name: String, subject: String),
        _ output: OutputOptions
    ) {
        self.desk = desk
        report = Report(headline)
        self.list = list
        self.output = output
        self.total = total
    }

    /// Registers one entry. When that fails, what was done so far is told before the failure.
    mutating func register(
        _ id: String, _ name: Bilingual, _ isKnown: () async throws -> Bool, _ act: (UInt64) -> Act
    ) async throws {
        do { try await attempt(id, name, isKnown, act) } catch {
            guard count > 0, desk.out == nil else { throw error }
            report.headline = SubmitWords.stopped(count, of: total)
            output.print(report)
            throw error
        }
        count += 1
    }

    /// What is to be said at the end.
    func closed(_ meaning: String?) throws -> Report {
        var report = report
        report.meaning = meaning
        return try desk.closed(report)
    }

    private mutating func attempt(
        _ id: String, _ name: Bilingual, _ isKnown: () async throws -> Bool, _ act: (UInt64) -> Act
    ) async throws {
        if try await isKnown() { return pass(id, name) }
        let outcome: FinalStatement?
        do { outcome = try await desk.act(act) } catch let refusal as CommandError where refusal.status == .no {
            // The act of an earlier run may be in the very block that is on its way.
            guard try await becomesKnown(isKnown) else { throw refusal }
            return pass(id, name)
        }
        guard let outcome else { return }
        report.fact(id, MemberWords.place(name, outcome.height))
        report.add(list.name, outcome.listed(list.subject, id))
    }

    /// Looks for two seconds: a refusal is told before the block is final that holds what it lost to.
    private func becomesKnown(_ isKnown: () async throws -> Bool) async throws -> Bool {
        for _ in 0..<8 {
            if try await isKnown() { return true }
            try await Task.sleep(for: .milliseconds(250))
        }
        return false
    }

    private mutating func pass(_ id: String, _ name: Bilingual) {
        report.fact(id, SubmitWords.theSame(name))
        report.add("known", .string(id))
    }
}

extension MemberBody {
    /// True when the member was registered with these details, or will have them by a change on its way.
    package func says(_ details: MemberDetails) -> Bool {
        MemberDetails(name, roles, creditCode, keys, sealingKey) == details
            || coming.map { MemberDetails($0.name, $0.roles, $0.creditCode, $0.keys, $0.sealingKey) == details }
                ?? false
    }
}

extension MemberDetails {
    /// Details as a node tells them; what cannot be read is left out.
    fileprivate init(
        _ name: Bilingual, _ roles: [String], _ creditCode: String, _ keys: [KeyBody], _ sealingKey: String?
    ) {
        self.init(
            name: name, roles: roles.compactMap(Role.init), creditCode: creditCode, keys: keys.compactMap(\.memberKey),
            sealingKey: sealingKey.flatMap { Base64.decode($0) }.flatMap { ReleaseKey($0) })
    }
}

extension KeyBody {
    /// The key with its time; nil when the body is not of a key.
    fileprivate var memberKey: MemberKey? {
        publicKey.map { MemberKey(key: $0, from: from ?? 0, until: until) }
    }
}

extension TypeBody {
    /// True when a body that was asked for with its fields is that definition.
    package func says(_ type: DocumentType) -> Bool {
        guard let fields, code == type.code.text, owner == type.owner.text, name == type.name else { return false }
        return level == type.level.value && updateFrequencyDays == type.updateFrequencyDays
            && fields.compactMap(\.field) == type.fields
    }
}

extension FieldBody {
    /// The field; nil when its level is none.
    fileprivate var field: TypeField? {
        SensitivityLevel(level).map { TypeField(path: path, name: name, level: $0, isRequired: isRequired) }
    }
}
