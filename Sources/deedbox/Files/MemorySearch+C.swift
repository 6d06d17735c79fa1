import Glibc

extension UnsafeBufferPointer<UInt8> {
    /// Where the byte first stands; the C library looks at many at once.
    func firstPosition(of byte: UInt8) -> Int? {
        guard let base = baseAddress, let found = unsafe memchr(base, Int32(byte), count) else { return nil }
        return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
