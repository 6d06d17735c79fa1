internal import Credentials
public import RelyingAPI
public import Rulebook
internal import Signing

/// What a clerk asks of a holder.
public struct SessionOrder: Sendable {
    public let scene: SceneCode
    public let profile: ProfileID
    public let uses: UInt64
    /// Longest life of the grant, in seconds.
    public let term: UInt64
    public let caseNumber: String
    /// The party's own words to this holder.
    public let text: Bilingual?
    /// The counter at which the holder stands; nil for a request from afar.
    public let counter: CounterOrder?
    /// Who opens it at the desk; nil for a command.
    var clerk: ClerkNumber?
    /// The item of a bulk order that it is for.
    var tag: Digest?

    public init(
        scene: SceneCode, profile: ProfileID, uses: UInt64, term: UInt64, caseNumber: String, text: Bilingual? = nil,
        counter: CounterOrder? = nil
    ) {
        self.scene = scene
        self.profile = profile
        self.uses = uses
        self.term = term
        self.caseNumber = caseNumber
        self.text = text
        self.counter = counter
    }
}

extension RelyingDesk {
    /// Opens a session for one wallet: within a scene that is open, and no wider than it.
    public func open(_ order: SessionOrder) async throws -> (session: Session, link: RequestLink) {
        if let tag = order.tag, let own = try database.session(tagged: tag) { return (own, try link(of: own.id)) }
        try checkAgreement(order.scene)
        let scene = try await openScene(order.scene)
        guard scene.profiles.contains(where: { $0.id == order.profile }) else {
            throw RelyingRefusal.noSuchProfile(order.profile, scene)
        }
        guard (1...scene.maxUses).contains(order.uses), (1...scene.term).contains(order.term) else {
            throw RelyingRefusal.tooMuch(scene, uses: order.uses, term: order.term)
        }
        guard let matter = CaseOpening(order.caseNumber) else { throw RelyingRefusal.badCase }
        // A request that nobody could answer is not begun.
        _ = try await registeredKey()
        let created = now()
        let life = order.counter == nil ? configuration.sessionSeconds : configuration.counterSeconds
        let session = Session(
            id: SessionID(), scene: order.scene, profile: order.profile, uses: order.uses, term: order.term,
            matter: matter, text: order.text, created: created, ends: created + life,
            grantKey: nil, grant: nil, request: nil, state: .open)
        let link = try link(of: session.id)
        let staffed = order.clerk.map { clerk in
            StaffedSession(
                session: session.id, clerk: clerk, counter: order.counter,
                state: order.counter == nil ? .remote : .waiting, shown: nil, matched: nil)
        }
        try database.open(session, by: staffed, limit: configuration.sessionLimit, tag: order.tag)
        return (session, link)
    }

    /// The link of a session.
    public func link(of id: SessionID) throws -> RequestLink {
        RequestLink(party: member, address: try address("requests/\(id)"))
    }

    /// An address of the desk.
    func address(_ path: String) throws -> WebAddress {
        guard let base = WebAddress(configuration.url), let address = WebAddress(base.appending(path)) else {
            throw RelyingFailure.unreadable("relying.json", fact: "url is no web address: \(configuration.url)")
        }
        return address
    }
}
