import Ledger
import Signing

extension BlockDraft {
    mutating func declare(_ act: DeclareScene, by party: MemberID) throws(Refusal) {
        let key = StateKey.scene(party, act.scene.code)
        guard value(key) == nil else { throw .sceneExists(act.scene.code) }
        // A scene may name one type two thousand times: each is read once.
        var known: [TypeCode: Set<String>] = [:]
        for fields in act.scene.profiles.flatMap(\.fields) {
            let paths: Set<String>
            if let found = known[fields.type] { paths = found } else { paths = try self.paths(of: fields.type) }
            known[fields.type] = paths
            for path in fields.paths where !paths.contains(path) { throw .unknownField(fields.type, path: path) }
        }
        write(key, SceneEntry(scene: act.scene, ended: nil))
    }

    private func paths(of code: TypeCode) throws(Refusal) -> Set<String> {
        guard let type: TypeEntry = entry(.type(code)) else { throw .unknownType(code) }
        return Set(type.type.fields.map(\.path))
    }

    mutating func end(_ act: EndScene, by party: MemberID) throws(Refusal) {
        let key = StateKey.scene(party, act.code)
        guard var entry: SceneEntry = entry(key) else { throw .unknownScene(act.code) }
        if let ended = entry.ended { throw .sceneEnded(act.code, at: ended) }
        entry.ended = time
        write(key, entry)
    }

    mutating func grant(_ act: GrantAct, _ checked: CheckedStatement) throws(Refusal) {
        guard let asked = checked.request else { preconditionFailure("a grant was checked without its request") }
        let request = asked.request
        let id = GrantID(origin: network.origin, key: request.grantKey)
        guard value(.grant(id)) == nil else { throw .grantExists(id) }
        try activeKey(asked.key, of: asked.party, .relyingParty)
        try network.parameters.checkTime(ofRequest: asked.notAfter, at: time)
        try checkTerms(request, in: try openScene(asked.party, request.scene))
        guard (1...max(request.maxUses, 1)).contains(act.uses) else {
            throw .usesBeyondRequest(asked: act.uses, limit: request.maxUses)
        }
        let limit = time / 1_000 + request.term
        guard act.expiry <= limit else { throw .termBeyondRequest(expiry: act.expiry, limit: limit) }
        guard act.expiry * 1_000 > time else { throw .grantExpired(id, expiry: act.expiry) }
        let grant = Grant(
            party: asked.party, request: request, requestNotAfter: asked.notAfter, deposit: act.deposit,
            uses: act.uses, expiry: act.expiry)
        write(.grant(id), grant)
        schedule(id, closing: grant.closing(network.parameters))
    }

    private func checkTerms(_ request: Request, in scene: Scene) throws(Refusal) {
        guard scene.profiles.contains(where: { $0.id == request.profile }) else {
            throw .unknownProfile(request.profile)
        }
        guard (1...scene.maxUses).contains(request.maxUses) else {
            throw .usesBeyondScene(asked: request.maxUses, limit: scene.maxUses)
        }
        guard (1...scene.term).contains(request.term) else {
            throw .termBeyondScene(asked: request.term, limit: scene.term)
        }
    }

    private func openScene(_ party: MemberID, _ code: SceneCode) throws(Refusal) -> Scene {
        guard let entry: SceneEntry = entry(.scene(party, code)) else { throw .unknownScene(code) }
        if let ended = entry.ended { throw .sceneEnded(code, at: ended) }
        return entry.scene
    }

    mutating func withdraw(_ act: Withdraw) throws(Refusal) {
        let id = GrantID(origin: network.origin, key: act.grantKey)
        guard var grant: Grant = entry(.grant(id)) else { throw .unknownGrant(id) }
        if let at = grant.withdrawn { throw .grantWithdrawn(id, at: at) }
        guard grant.expiry * 1_000 >= time else { throw .grantExpired(id, expiry: grant.expiry) }
        if let last = grant.counted.last, UInt64(grant.counted.count) == grant.uses {
            throw .usedUp(id, uses: grant.uses, winner: last)
        }
        grant.withdrawn = time
        write(.grant(id), grant)
        schedule(id, closing: grant.closing(network.parameters))
    }

    mutating func use(_ act: Use, _ statement: StatementID, by party: MemberID) throws(Refusal) {
        guard var grant: Grant = entry(.grant(act.grant)) else { throw .unknownGrant(act.grant) }
        guard grant.party == party else { throw .grantOfAnotherParty(act.grant) }
        try checkIndex(act, grant)
        if let at = grant.withdrawn { throw .grantWithdrawn(act.grant, at: at) }
        guard grant.expiry * 1_000 >= time else { throw .grantExpired(act.grant, expiry: grant.expiry) }
        let scene = try openScene(party, grant.scene)
        if let last = grant.counted.last, time < last.time + scene.minimumInterval * 1_000 {
            throw .tooSoon(earliest: last.time + scene.minimumInterval * 1_000)
        }
        grant.counted.append(CountedUse(statement: statement, height: height, time: time))
        write(.grant(act.grant), grant)
        if UInt64(grant.counted.count) == grant.uses {
            schedule(act.grant, closing: grant.closing(network.parameters))
        }
    }

    /// An index that was counted names its winner; the next one is used + 1 and not above the uses allowed.
    private func checkIndex(_ act: Use, _ grant: Grant) throws(Refusal) {
        let used = UInt64(grant.counted.count)
        guard act.index > 0 else { throw .wrongUseIndex(found: act.index, expected: used + 1) }
        if act.index <= used {
            throw .alreadyUsed(act.grant, index: act.index, winner: grant.counted[Int(act.index) - 1])
        }
        if used == grant.uses, let last = grant.counted.last {
            throw .usedUp(act.grant, uses: grant.uses, winner: last)
        }
        guard act.index == used + 1 else { throw .wrongUseIndex(found: act.index, expected: used + 1) }
    }
}
