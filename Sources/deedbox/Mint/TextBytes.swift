import Signing

/// Text forms written straight into bytes, for lines by the million.
package enum TextBytes {
    private static let hexDigits = Array("0123456789abcdef".utf8)
    private static let base64Digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Appends lower-case hexadecimal.
    package static func appendHex(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
        for byte in bytes {
            output.append(hexDigits[Int(byte >> 4)])
            output.append(hexDigits[Int(byte & 15)])
        }
    }

    /// Appends a digest in hexadecimal.
    static func appendHex(_ digest: Digest, to output: inout [UInt8]) { appendHex(digest.bytes[...], to: &output) }

    /// Appends a decimal number.
    package static func appendDecimal(_ value: UInt64, to output: inout [UInt8]) {
        let start = output.count
        var rest = value
        repeat {
            output.append(0x30 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        output[start...].reverse()
    }

    /// Appends standard base64 with padding.
    package static func appendBase64(_ bytes: [UInt8], to output: inout [UInt8]) {
        let start = output.count
        let count = (bytes.count + 2) / 3 * 4
        output.append(contentsOf: repeatElement(UInt8(ascii: "="), count: count))
        unsafe output.withUnsafeMutableBufferPointer { target in
            unsafe bytes.withUnsafeBufferPointer { source in
                unsafe base64Digits.withUnsafeBufferPointer { digits in
                    unsafe encode(source, into: UnsafeMutableBufferPointer(rebasing: target[start...]), digits)
                }
            }
        }
    }

    private static func encode(
        _ source: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>,
        _ digits: UnsafeBufferPointer<UInt8>
    ) {
        var read = 0
        var write = 0
        while read < source.count {
            let left = source.count - read
            let first = unsafe UInt32(source[read]) << 16
            let second = left > 1 ? unsafe UInt32(source[read + 1]) << 8 : 0
            let third = left > 2 ? unsafe UInt32(source[read + 2]) : 0
            let bits = first | second | third
            unsafe target[write] = digits[Int(bits >> 18)]
            unsafe target[write + 1] = digits[Int(bits >> 12 & 63)]
            if left > 1 { unsafe target[write + 2] = digits[Int(bits >> 6 & 63)] }
            if left > 2 { unsafe target[write + 3] = digits[Int(bits & 63)] }
            read += 3
            write += 4
        }
    }
}
