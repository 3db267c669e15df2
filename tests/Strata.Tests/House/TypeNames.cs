using System.Reflection;

namespace Strata.Tests.House;

/// <summary>
/// Types as C# writes them, with the nullability the compiler left in the metadata: one byte for each
/// reference type in reading order, 2 for a question mark, on the member or inherited from what holds it.
/// </summary>
internal static class TypeNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(char)] = "char",
        [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte",
        [typeof(short)] = "short",
        [typeof(ushort)] = "ushort",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(ulong)] = "ulong",
        [typeof(nint)] = "nint",
        [typeof(nuint)] = "nuint",
        [typeof(float)] = "float",
        [typeof(double)] = "double",
        [typeof(decimal)] = "decimal",
    };

    public static string Of(ParameterInfo parameter) =>
        Write(parameter.ParameterType, Flags(parameter.CustomAttributes) ?? Inherited(parameter.Member));

    public static string Of(PropertyInfo property) =>
        Write(property.PropertyType, Flags(property.CustomAttributes) ?? Inherited(property.GetMethod
            ?? property.SetMethod!));

    public static string Of(FieldInfo field) =>
        Write(field.FieldType, Flags(field.CustomAttributes) ?? Inherited(field.DeclaringType));

    public static string Of(EventInfo happening) =>
        Write(happening.EventHandlerType!, Flags(happening.CustomAttributes) ?? Inherited(happening.DeclaringType));

    /// <summary>A type named by a base list or a constraint.</summary>
    public static string Of(Type type) => Write(type, [1]);

    /// <summary>The name of a type where it is declared: with its own type parameters.</summary>
    public static string Declared(Type type)
    {
        var outer = type.DeclaringType is { } holder ? Declared(holder) + "." : "";
        var own = type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).ToArray();
        return outer + Bare(type) + Parameters(own);
    }

    public static string Parameters(Type[] parameters) =>
        parameters.Length == 0 ? "" : $"<{string.Join(", ", parameters.Select(Variance))}>";

    /// <summary>The "where" clauses of type parameters, each with a leading blank.</summary>
    public static string Constraints(Type[] parameters) => string.Concat(
        parameters.Select(p => (p.Name, Clauses: string.Join(", ", ClausesOf(p))))
            .Where(p => p.Clauses.Length > 0)
            .Select(p => $" where {p.Name} : {p.Clauses}"));

    public static bool Has(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.Any(a => a.AttributeType.Name == name);

    private static string Variance(Type parameter) =>
        (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
        {
            GenericParameterAttributes.Covariant => "out " + parameter.Name,
            GenericParameterAttributes.Contravariant => "in " + parameter.Name,
            _ => parameter.Name,
        };

    private static IEnumerable<string> ClausesOf(Type parameter)
    {
        var attributes = parameter.GenericParameterAttributes;
        var flag = (Flags(parameter.CustomAttributes)
            ?? (parameter.DeclaringMethod is { } method ? Inherited(method) : Inherited(parameter.DeclaringType)))[0];
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
        {
            yield return flag == 2 ? "class?" : "class";
        }
        else if (isStruct)
        {
            yield return Has(parameter.CustomAttributes, "IsUnmanagedAttribute") ? "unmanaged" : "struct";
        }
        else if (flag == 1 && parameter.GetGenericParameterConstraints().Length == 0)
        {
            yield return "notnull";
        }

        foreach (var type in parameter.GetGenericParameterConstraints().Where(t => t != typeof(ValueType)))
        {
            yield return Of(type);
        }

        if (attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
        {
            yield return "new()";
        }

        if (attributes.HasFlag(GenericParameterAttributes.AllowByRefLike))
        {
            yield return "allows ref struct";
        }
    }

    private static string Write(Type type, byte[] flags)
    {
        var at = 0;
        return Write(type, flags, ref at);
    }

    private static string Write(Type type, byte[] flags, ref int at)
    {
        if (type.IsByRef || type.IsPointer)
        {
            return Write(type.GetElementType()!, flags, ref at) + (type.IsPointer ? "*" : "");
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Write(underlying, flags, ref at) + "?";
        }

        var mark = (!type.IsValueType || type.IsGenericType) && Next(flags, ref at) == 2 && !type.IsValueType
            ? "?"
            : "";
        if (type.IsArray)
        {
            return $"{Write(type.GetElementType()!, flags, ref at)}[{new string(',', type.GetArrayRank() - 1)}]{mark}";
        }

        if (type.IsGenericParameter || Keywords.ContainsKey(type))
        {
            return (Keywords.GetValueOrDefault(type) ?? type.Name) + mark;
        }

        var arguments = new List<string>();
        foreach (var argument in type.GetGenericArguments())
        {
            arguments.Add(Write(argument, flags, ref at));
        }

        if (type.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
        {
            return $"({string.Join(", ", arguments)})";
        }

        var outer = type.DeclaringType is { } holder ? Bare(holder) + "." : "";
        return outer + Bare(type) + (arguments.Count == 0 ? "" : $"<{string.Join(", ", arguments)}>") + mark;
    }

    private static byte Next(byte[] flags, ref int at) => flags.Length == 1 ? flags[0] : flags[at++];

    private static string Bare(Type type) => type.Name.Split('`')[0];

    private static byte[]? Flags(IEnumerable<CustomAttributeData> attributes) =>
        attributes.FirstOrDefault(a => a.AttributeType.Name == "NullableAttribute")?.ConstructorArguments[0].Value
            switch
        {
            byte one => [one],
            IEnumerable<CustomAttributeTypedArgument> many => [.. many.Select(m => (byte)m.Value!)],
            _ => null,
        };

    private static byte[] Inherited(MemberInfo? holder)
    {
        for (; holder is not null; holder = holder.DeclaringType)
        {
            var context = holder.CustomAttributes
                .FirstOrDefault(a => a.AttributeType.Name == "NullableContextAttribute");
            if (context is not null)
            {
                return [(byte)context.ConstructorArguments[0].Value!];
            }
        }

        return [0];
    }
}
