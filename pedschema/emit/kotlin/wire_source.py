"""The part of a generated package that is the same for every contract."""

from __future__ import annotations

__all__ = ["WIRE"]

WIRE = r"""
import kotlinx.serialization.json.JsonArray
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.JsonPrimitive
import kotlinx.serialization.json.booleanOrNull
import kotlinx.serialization.json.doubleOrNull
import kotlinx.serialization.json.intOrNull
import kotlinx.serialization.json.longOrNull

/** The digits of a number as they were sent, or NaN, Infinity, -Infinity. */
public typealias PgNumeric = String

/** A payload that is not of the contract: the place and what it should hold, never the value. */
public open class PayloadException(message: String) : IllegalArgumentException("$message; $CURE")

private const val CURE = "run pedschema gen"

/** A payload without one of its keys; replayed messages of an older shape are like that. */
public class MissingKeyException(message: String) : PayloadException(message)

/** Reads one value; without [report], what the contract does not know is an error. */
internal class Place(val value: JsonElement, val path: String, val report: ((String) -> Unit)?) {
    fun fail(expected: String): Nothing = throw PayloadException("$path: expected $expected")

    fun unknown(what: String) {
        val told = "$path: $what unknown to the contract"
        if (report == null) throw PayloadException(told) else report.invoke("$told; $CURE")
    }

    fun <T> orNull(read: Place.() -> T): T? = if (value is JsonNull) null else read()

    fun <T> list(read: Place.() -> T): List<T> {
        val items = value as? JsonArray ?: fail("a list")
        return items.map { Place(it, "$path[...]", report).read() }
    }

    fun map(): Map<String, String?> {
        val found = value as? JsonObject ?: fail("an object")
        return found.mapValues { Place(it.value, path, report).orNull { text() } }
    }

    fun text(): String {
        val found = value as? JsonPrimitive
        return if (found != null && found.isString) found.content else fail("a text")
    }

    fun boolean(): Boolean = number()?.booleanOrNull ?: fail("true or false")

    fun int(): Int = number()?.intOrNull ?: fail("a whole number of 32 bits")

    fun long(): Long = number()?.longOrNull ?: fail("a whole number of 64 bits")

    fun double(): Double = number()?.doubleOrNull ?: when (text()) {
        "NaN" -> Double.NaN
        "Infinity" -> Double.POSITIVE_INFINITY
        "-Infinity" -> Double.NEGATIVE_INFINITY
        else -> fail("a number")
    }

    fun numeric(): PgNumeric {
        val found = number()
        if (found?.doubleOrNull != null) return found.content
        val told = text()
        return if (told in setOf("NaN", "Infinity", "-Infinity")) told else fail("a number")
    }

    fun nothing(): Nothing? = if (value is JsonNull) null else fail("null")

    fun label(known: Set<String>): String {
        val told = text()
        if (told !in known) unknown("a label")
        return told
    }

    fun constant(wanted: String): String = if (text() == wanted) wanted else fail("another text")

    fun keys(vararg names: String): Place {
        val found = value as? JsonObject ?: fail("an object")
        for (name in found.keys - names.toSet()) Place(JsonNull, "$path.$name", report).unknown("a key")
        return this
    }

    fun has(name: String): Boolean = value is JsonObject && name in value

    fun at(name: String): Place {
        val found = value as? JsonObject ?: fail("an object")
        val below = found[name] ?: throw MissingKeyException("$path.$name: is missing")
        return Place(below, "$path.$name", report)
    }

    private fun number(): JsonPrimitive? =
        (value as? JsonPrimitive)?.takeIf { !it.isString && it !is JsonNull }
}
"""
"""The body of `Wire.kt`."""
