/// HKDF-SHA256 (RFC 5869) for secrets that are 32 uniform bytes already.
package enum KeyDerivation {
    /// HKDF-Expand to 32 bytes: one block.
    package static func expand(_ secret: [UInt8], info: [UInt8]) -> [UInt8] {
        Primitives.authenticate(info + [1], by: secret)
    }
}
