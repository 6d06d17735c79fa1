internal import Credentials
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// What a relying party asks, as it was checked when it came; sealed wherever it lies.
struct AskedRequest: Hashable, Sendable, CBORCodable {
    let party: MemberID
    /// Where the answer goes.
    let responseURI: String
    /// The request as the party signed it (COSE_Sign1): the grant carries it.
    let signed: [UInt8]
    /// What the signed request says, and until when it may be answered (POSIX seconds).
    let request: Request
    let notAfter: UInt64
    /// The party's case number with what opens its commitment.
    let matter: CaseOpening
    /// What the party says besides; nil when nothing.
    let text: Bilingual?
    /// The counter at which it is asked; nil from afar.
    let counter: CounterPlace?
    /// The scene as the ledger had it.
    let scene: Scene

    /// A request that was checked, in a scene that was proven; nil when the signed request does not read.
    init?(_ object: RequestObject, in scene: Scene) {
        self.init(
            party: object.party, responseURI: object.responseURI.description, signed: object.request,
            matter: object.matter, text: object.text, counter: object.counter, scene: scene)
    }

    private init?(
        party: MemberID, responseURI: String, signed: [UInt8], matter: CaseOpening, text: Bilingual?,
        counter: CounterPlace?, scene: Scene
    ) {
        guard let statement = try? Statement(decoding: signed), let request = try? Request(decoding: statement.payload)
        else { return nil }
        self.party = party
        self.responseURI = responseURI
        self.signed = signed
        self.request = request
        notAfter = statement.header.notAfter
        self.matter = matter
        self.text = text
        self.counter = counter
        self.scene = scene
    }

    /// The set of fields that is asked for; nil when the scene has none of that id.
    var profile: SceneProfile? { scene.profiles.first { $0.id == request.profile } }

    /// Where it is sealed.
    static func place(_ number: UInt64) -> String { "request/asked/\(number)" }

    func encode(into encoder: inout CBOREncoder) {
        encoder.array(8)
        encoder.unsigned(2)
        party.encode(into: &encoder)
        encoder.text(responseURI)
        encoder.byteString(signed)
        matter.encode(into: &encoder)
        encoder.optional(text) { $1.encode(into: &$0) }
        encoder.optional(counter) { $1.encode(into: &$0) }
        scene.encode(into: &encoder)
    }

    init(from decoder: inout CBORDecoder) throws(CBORError) {
        let start = decoder.offset
        try decoder.array(count: 8)
        let version = try decoder.unsigned()
        guard version == 2 else { throw .unknownCode(offset: start, code: version) }
        let party = try MemberID(from: &decoder)
        let uri = try decoder.text(max: 2_048)
        let signed = try decoder.byteString(max: 4_096)
        let matter = try CaseOpening(from: &decoder)
        let text = try decoder.optional { (inner) throws(CBORError) in try Bilingual(from: &inner) }
        let counter = try decoder.optional { (inner) throws(CBORError) in try CounterPlace(from: &inner) }
        let scene = try Scene(from: &decoder)
        guard
            let asked = AskedRequest(
                party: party, responseURI: uri, signed: signed, matter: matter, text: text, counter: counter,
                scene: scene)
        else { throw .outOfRange(offset: start) }
        self = asked
    }
}
