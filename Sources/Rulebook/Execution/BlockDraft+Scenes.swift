import Ledger
import Signing

extension BlockDraft {
    mutating func declare(_ act: DeclareScene, by party: MemberID) throws(Refusal) {
        let key = StateKey.scene(party, act.scene.code)
        guard value(key) == nil else { throw .sceneExists(act.scene.code) }
        // A scene may name one type two thousand times: each is read once.
        var known: [TypeCode: [String: SensitivityLevel]] = [:]
        for asked in act.scene.profiles.flatMap(\.fields) {
            let levels: [String: SensitivityLevel]
            if let found = known[asked.type] { levels = found } else { levels = try self.levels(of: asked.type) }
            known[asked.type] = levels
            for field in asked.fields { try check(field, of: asked.type, levels[field.path]) }
        }
        write(key, SceneEntry(scene: act.scene))
    }

    private func levels(of code: TypeCode) throws(Refusal) -> [String: SensitivityLevel] {
        guard let type: TypeEntry = entry(.type(code)) else { throw .unknownType(code) }
        return Dictionary(uniqueKeysWithValues: type.type.fields.map { ($0.path, $0.level) })
    }

    private func check(_ field: AskedField, of type: TypeCode, _ level: SensitivityLevel?) throws(Refusal) {
        guard let level else { throw .unknownField(type, path: field.path) }
        guard field.level == level else {
            throw .levelDiffers(type, path: field.path, declared: field.level.value, found: level.value)
        }
    }

    mutating func approve(_ act: ApproveScene, by regulator: MemberID) throws(Refusal) {
        var entry = try unendedScene(act.party, act.code)
        guard !entry.isApproved else { throw .approvalNotNeeded(act.code) }
        guard act.scene == entry.scene.digest else { throw .sceneDiffers(act.code) }
        entry.approval = SceneApproval(regulator: regulator, time: time)
        write(.scene(act.party, act.code), entry)
    }

    /// Only the party itself or a regulator may.
    mutating func end(_ act: EndScene, by signer: Signer) throws(Refusal) {
        let isOwn = if case .member(act.party, _) = signer { true } else { false }
        _ = try member(signer, isOwn ? .relyingParty : .regulator)
        var entry = try unendedScene(act.party, act.code)
        entry.ended = time
        write(.scene(act.party, act.code), entry)
    }

    private func unendedScene(_ party: MemberID, _ code: SceneCode) throws(Refusal) -> SceneEntry {
        guard let entry: SceneEntry = entry(.scene(party, code)) else { throw .unknownScene(code) }
        if let ended = entry.ended { throw .sceneEnded(code, at: ended) }
        return entry
    }

    /// The scene, below which a grant can be given and used now.
    mutating func openScene(_ party: MemberID, _ code: SceneCode) throws(Refusal) -> Scene {
        let key = StateKey.scene(party, code)
        if let known = openScenes[key] { return known }
        let entry = try unendedScene(party, code)
        guard entry.isApproved else { throw .sceneNotApproved(code) }
        openScenes[key] = entry.scene
        return entry.scene
    }
}
