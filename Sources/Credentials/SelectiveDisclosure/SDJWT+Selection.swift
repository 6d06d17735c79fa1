public import Signing

extension SDJWT {
    /// What the text says, without any check of its signature: for the holder of a document that was checked before.
    public func unverifiedClaims() throws(SDJWTError) -> DisclosedClaims {
        let parts: JSONElement
        do throws(JOSEError) {
            parts = try CompactParts(jwt, count: 3, maxByteCount: SDJWT.maxByteCount).json(1, .payload)
        } catch { throw .malformed }
        guard case .object(let payload) = parts.value else { throw .malformed }
        return try DisclosedClaims(payload, disclosures)
    }

    /// The document with only those disclosures that lead to the chosen paths, or that stand below one.
    ///
    /// A path that leads to an object or array shows all of it. Claims that are always open need not be chosen.
    public func showing(_ chosen: [ClaimPath]) throws(SDJWTError) -> SDJWT {
        let known = try unverifiedClaims()
        for path in chosen where !known.has(path) { throw .nothingAt(path) }
        let shown = zip(disclosures, known.paths).filter { _, path in
            chosen.contains { $0.covers(path) || path.covers($0) }
        }
        return SDJWT(jwt: jwt, disclosures: shown.map(\.0), keyBinding: nil)
    }
}

extension DisclosedClaims {
    /// The value at a path; the first one where the path says "all". Nil when there is none.
    public subscript(path: ClaimPath) -> JSONValue? {
        path.steps.reduce(Optional.some(JSONValue.object(claims))) { value, step in
            switch (value, step) {
            case (.object(let object)?, .member(let name)): object[name]
            case (.array(let elements)?, .index(let index)): index < elements.count ? elements[index] : nil
            case (.array(let elements)?, .all): elements.first
            case (_, _): nil
            }
        }
    }

    func has(_ path: ClaimPath) -> Bool { self[path] != nil }
}
