internal import Signing

extension Parameters {
    var readable: JSONValue {
        .object(all.reduce(into: JSONObject()) { $0.append($1.name, .number($1.value)) })
    }

    /// Reads every parameter by its name; none has a default in a file.
    init(readable element: JSONElement) throws(JSONError) {
        self = try element.object { (reader) throws(JSONError) in
            var parameters = Parameters()
            for (name, path) in Parameters.paths {
                parameters[keyPath: path] = try reader.member(name).unsigned(max: 1 << 40)
            }
            return parameters
        }
    }

    private static var paths: [(String, WritableKeyPath<Parameters, UInt64>)] {
        [
            ("blockLeaves", \.blockLeaves), ("blockBytes", \.blockBytes), ("manifestRecords", \.manifestRecords),
            ("statementLifetime", \.statementLifetime), ("governanceLifetime", \.governanceLifetime),
            ("requestLifetime", \.requestLifetime), ("governanceDelay", \.governanceDelay),
            ("grantRetention", \.grantRetention), ("closedPerBlock", \.closedPerBlock), ("heartbeat", \.heartbeat),
        ]
    }
}
