public import Signing

extension Parameters {
    public var readable: JSONValue {
        .object(all.reduce(into: JSONObject()) { $0.append($1.name, .number($1.value)) })
    }

    /// Reads parameters by their names; one that is missing is as in `base`.
    init(readable element: JSONElement, over base: Parameters = Parameters()) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            var parameters = base
            for (name, path) in Parameters.paths {
                guard let value = reader.optionalMember(name) else { continue }
                parameters[keyPath: path] = try value.unsigned(max: 1 << 40)
            }
            return parameters
        }
    }

    /// Each parameter with its name in files.
    public static var paths: [(String, WritableKeyPath<Parameters, UInt64>)] {
        [
            ("blockLeaves", \.blockLeaves), ("blockBytes", \.blockBytes), ("manifestRecords", \.manifestRecords),
            ("statementLifetime", \.statementLifetime), ("governanceLifetime", \.governanceLifetime),
            ("requestLifetime", \.requestLifetime), ("governanceDelay", \.governanceDelay),
            ("grantRetention", \.grantRetention), ("closedPerBlock", \.closedPerBlock), ("heartbeat", \.heartbeat),
            ("correctionTerm", \.correctionTerm), ("openGrants", \.openGrants), ("openCorrections", \.openCorrections),
            ("sealedDisclosures", \.sealedDisclosures), ("closedPassings", \.closedPassings),
        ]
    }
}
