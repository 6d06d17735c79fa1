internal import Credentials
public import Signing

extension Demands {
    /// The name and version of the readable form.
    public static let readableFormat = "deedbox-policy/1"
    private static let maxAssurance: UInt64 = 64
    private static let maxSeconds: UInt64 = 1 << 32
    private static let maxLeeway: UInt64 = 86_400

    /// The policy as people read it; `init(readable:)` gives the same demands back.
    public var readable: JSONValue {
        var json: JSONObject = [
            "format": .string(Demands.readableFormat), "leastAssurance": .integer(Int64(leastAssurance)),
        ]
        if let maxDataAge { json.append("maxDataAgeSeconds", .integer(Int64(clamping: maxDataAge))) }
        if let trustLabels { json.append("trustLabels", .array(trustLabels.map { .string($0.rawValue) })) }
        json.append("leewaySeconds", .integer(Int64(clamping: leeway)))
        return .object(json)
    }

    /// Reads the readable form strictly: what it does not name is not asked for.
    public init(readable: JSONValue) throws(JSONError) {
        self = try JSONElement(readable).object { (reader) throws(JSONError) in
            try reader.member("format").exactly(Demands.readableFormat)
            var demands = Demands()
            if let least = reader.optionalMember("leastAssurance") {
                demands.leastAssurance = Int(try least.unsigned(max: Demands.maxAssurance))
            }
            if let age = reader.optionalMember("maxDataAgeSeconds") {
                demands.maxDataAge = try age.unsigned(max: Demands.maxSeconds)
            }
            if let labels = reader.optionalMember("trustLabels") {
                demands.trustLabels = try Demands.labels(labels)
            }
            if let leeway = reader.optionalMember("leewaySeconds") {
                demands.leeway = try leeway.unsigned(max: Demands.maxLeeway)
            }
            return demands
        }
    }

    /// Each once, and at least one.
    private static func labels(_ element: JSONElement) throws(JSONError) -> [LedgerClaims.TrustLabel] {
        let known = LedgerClaims.TrustLabel.allCases
        let labels = try element.list(max: known.count) { (item) throws(JSONError) in
            let word = try item.string()
            guard let label = LedgerClaims.TrustLabel(rawValue: word) else {
                throw item.invalid("must be one of " + known.map(\.rawValue).joined(separator: ", "))
            }
            return label
        }
        guard !labels.isEmpty, Set(labels).count == labels.count else {
            throw element.invalid("must name at least one label, and each once")
        }
        return labels
    }
}
