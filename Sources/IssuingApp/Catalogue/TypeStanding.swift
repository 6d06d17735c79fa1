internal import Ledger
internal import NodeAPI
public import Rulebook

/// What the desk has loaded is held against what the ledger says. The ledger's own rules decide in the end; a desk that
/// asks first tells a clerk the reason, in place of a batch that comes back.
extension Desk {
    /// Refuses unless this desk may mint documents of a type in one version now. Throws `DeskRefusal`, `LedgerAway`.
    func mustMint(_ code: TypeCode, _ version: UInt64) async throws {
        let definition = try definition(code, version)
        guard let body = try await ledger.type(code) else { throw DeskRefusal.typeNotOnLedger(code) }
        guard !body.isRetired else { throw DeskRefusal.typeRetired(code) }
        guard version <= body.version else {
            throw DeskRefusal.versionNotOnLedger(code, version, newest: body.version)
        }
        // Of older versions the state tells nothing any more: their documents stay as they were defined.
        if version == body.version, !body.defines(definition.type) {
            throw DeskRefusal.definitionDiffers(code, version)
        }
        let isAccredited = (body.issuers ?? []).contains { issuer in
            issuer.member == member.text
                && Period(from: issuer.from, until: issuer.until).contains(second * 1_000)
        }
        guard isAccredited else { throw DeskRefusal.notAccredited(code) }
    }

    /// The same before work that is only queued: a ledger that is away refuses nothing, minting will ask again.
    public func checkMintable(_ code: TypeCode, _ version: UInt64) async throws {
        do { try await mustMint(code, version) } catch is LedgerAway { return }
    }
}

extension TypeBody {
    /// True when the ledger defines the type just so.
    func defines(_ type: DocumentType) -> Bool {
        guard let fields, fields.count == type.fields.count else { return false }
        let isSame =
            code == type.code.text && owner == type.owner.text && name == type.name && level == type.level.value
            && updateFrequencyDays == type.updateFrequencyDays
        return isSame
            && zip(fields, type.fields).allSatisfy { body, field in
                body.path == field.path && body.name == field.name && body.level == field.level.value
                    && body.isRequired == field.isRequired
            }
    }
}
