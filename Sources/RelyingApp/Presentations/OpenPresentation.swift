public import Credentials
internal import Ledger
public import RelyingAPI
public import Rulebook
internal import Signing

/// What a clerk asks of a holder whose wallet is of another maker.
public struct PresentationOrder: Sendable {
    public let scene: SceneCode
    public let profile: ProfileID
    public let caseNumber: String
    /// Whose documents are asked for: their addresses, where they publish their types.
    public let issuers: [WebAddress]
    /// Where the holder's browser goes afterwards, when the wallet is on the same device.
    public let returnAddress: WebAddress?

    static let maxIssuers = 16

    public init(
        scene: SceneCode, profile: ProfileID, caseNumber: String, issuers: [WebAddress],
        returnAddress: WebAddress? = nil
    ) {
        self.scene = scene
        self.profile = profile
        self.caseNumber = caseNumber
        self.issuers = issuers
        self.returnAddress = returnAddress
    }
}

extension RelyingDesk {
    /// Opens a plain request: only within a scene that allows uncounted answers, and for its fields alone.
    public func open(
        _ order: PresentationOrder, reading documents: (any PublicDocuments)? = nil
    ) async throws -> (presentation: Presentation, link: PresentationLink) {
        let profile = try await uncounted(order.scene, order.profile).profile
        guard (1...PresentationOrder.maxIssuers).contains(order.issuers.count) else {
            throw RelyingRefusal.badIssuers(PresentationOrder.maxIssuers)
        }
        try mustBeListed(order.issuers)
        let reading = TypeReading(documents: try documents ?? publicDoor())
        let types = try await reading.types(of: profile, from: order.issuers)
        return try await open(order, types)
    }

    /// The same for types that are known already.
    package func open(
        _ order: PresentationOrder, _ types: [PublishedType]
    ) async throws -> (presentation: Presentation, link: PresentationLink) {
        let profile = try await uncounted(order.scene, order.profile).profile
        guard let matter = CaseOpening(order.caseNumber) else { throw RelyingRefusal.badCase }
        let key = try presentationKey()
        let created = now()
        let presentation = Presentation(
            id: SessionID(), scene: order.scene, profile: order.profile, matter: matter,
            clientID: key.clientID, query: try PresentationQuery(profile, as: types),
            nonce: Base64URL.encode(Random.bytes(32)),
            requestState: Base64URL.encode(Random.bytes(16)), returnAddress: order.returnAddress, created: created,
            ends: created + configuration.sessionSeconds, state: .open, answered: nil, keptUntil: nil, content: nil,
            verdict: nil)
        let link = try link(to: presentation)
        try database.open(presentation, AgreementKey(), limit: configuration.sessionLimit)
        return (presentation, link)
    }

    /// The scene and profile, when plain requests may be made within them today.
    func uncounted(_ code: SceneCode, _ id: ProfileID) async throws -> (scene: Scene, profile: SceneProfile) {
        let scene = try await openScene(code)
        guard scene.allowsUncounted else { throw RelyingRefusal.countedOnly(code) }
        guard let profile = scene.profiles.first(where: { $0.id == id }) else {
            throw RelyingRefusal.noSuchProfile(id, scene)
        }
        return (scene, profile)
    }

    /// The link of a plain request.
    public func link(to presentation: Presentation) throws -> PresentationLink {
        PresentationLink(
            clientID: presentation.clientID,
            address: try address("presentations/\(presentation.id)/request").description,
            isPosted: true)
    }
}
