declare <8 x double> @llvm.fma.v8f64(<8 x double>, <8 x double>, <8 x double>)
declare <8 x double> @llvm.sqrt.v8f64(<8 x double>)
declare <8 x double> @llvm.fabs.v8f64(<8 x double>)
declare <8 x double> @llvm.trunc.v8f64(<8 x double>)
declare <8 x double> @llvm.masked.gather.v8f64.v8p0(<8 x ptr>, i32, <8 x i1>, <8 x double>)
declare void @llvm.masked.scatter.v8f64.v8p0(<8 x double>, <8 x ptr>, i32, <8 x i1>)

define dso_local void @run(i64 %first, i64 %end, ptr %inputs, ptr %strides, ptr %series, ptr %rows, ptr %lanes, ptr %out, i64 %row, i64 %saves, i64 %every, double %start, double %dt, ptr %history, i64 %steps, ptr %check) #0 {
entry:
  %states = alloca [1 x <8 x double>], align 64
  %sums = alloca [1 x <8 x double>], align 64
  %doubt = alloca [1 x <8 x double>], align 64
  %shared = alloca [6 x double], align 64
  %v1 = insertelement <8 x double> poison, double %dt, i32 0
  %v2 = shufflevector <8 x double> %v1, <8 x double> poison, <8 x i32> zeroinitializer
  %v3 = insertelement <8 x double> poison, double %start, i32 0
  %v4 = shufflevector <8 x double> %v3, <8 x double> poison, <8 x i32> zeroinitializer
  %v5 = getelementptr ptr, ptr %inputs, i64 0
  %v6 = load ptr, ptr %v5
  %v7 = load double, ptr %v6, align 8
  %v8 = insertelement <8 x double> poison, double %v7, i32 0
  %v9 = shufflevector <8 x double> %v8, <8 x double> poison, <8 x i32> zeroinitializer
  %v10 = getelementptr ptr, ptr %inputs, i64 1
  %v11 = load ptr, ptr %v10
  %v12 = load double, ptr %v11, align 8
  %v13 = insertelement <8 x double> poison, double %v12, i32 0
  %v14 = shufflevector <8 x double> %v13, <8 x double> poison, <8 x i32> zeroinitializer
  %v15 = fdiv <8 x double> splat (double 0x3FF0000000000000), %v14
  %v16 = extractelement <8 x double> %v4, i32 0
  %v17 = getelementptr double, ptr %shared, i64 0
  store double %v16, ptr %v17, align 8
  %v18 = extractelement <8 x double> %v9, i32 0
  %v19 = getelementptr double, ptr %shared, i64 1
  store double %v18, ptr %v19, align 8
  %v20 = extractelement <8 x double> %v14, i32 0
  %v21 = getelementptr double, ptr %shared, i64 2
  store double %v20, ptr %v21, align 8
  %v22 = extractelement <8 x double> %v15, i32 0
  %v23 = getelementptr double, ptr %shared, i64 3
  store double %v22, ptr %v23, align 8
  br label %block
block:
  %b = phi i64 [ %first, %entry ], [ %b.next, %finish ]
  %lane = mul i64 %b, 8
  store <8 x double> splat (double 0x0000000000000000), ptr %doubt, align 64
  %v24 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> splat (double 0x4024000000000000), ptr %v24, align 64
  %v25 = getelementptr <8 x double>, ptr %sums, i64 0
  store <8 x double> splat (double 0x0000000000000000), ptr %v25, align 64
  br label %begun
begun:
  br label %save.loop
save.loop:
  %s = phi i64 [ 0, %begun ], [ %s.next, %move.last ]
  %k.first = mul i64 %s, %every
  %k.next.save = add i64 %k.first, %every
  br label %step
step:
  %k = phi i64 [ %k.first, %save.loop ], [ %k.next, %moved ]
  %v26 = sitofp i64 %k to double
  %v27 = fmul double %v26, %dt
  %v28 = fadd double %start, %v27
  %v29 = insertelement <8 x double> poison, double %v28, i32 0
  %v30 = shufflevector <8 x double> %v29, <8 x double> poison, <8 x i32> zeroinitializer
  %v31 = getelementptr <8 x double>, ptr %states, i64 0
  %v32 = load <8 x double>, ptr %v31, align 64
  %v33 = getelementptr double, ptr %shared, i64 2
  %v34 = load double, ptr %v33, align 8
  %v35 = insertelement <8 x double> poison, double %v34, i32 0
  %v36 = shufflevector <8 x double> %v35, <8 x double> poison, <8 x i32> zeroinitializer
  %v37 = getelementptr double, ptr %shared, i64 3
  %v38 = load double, ptr %v37, align 8
  %v39 = insertelement <8 x double> poison, double %v38, i32 0
  %v40 = shufflevector <8 x double> %v39, <8 x double> poison, <8 x i32> zeroinitializer
  %v41 = fmul <8 x double> %v32, %v40
  %v42 = fneg <8 x double> %v41
  %v43 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v42, <8 x double> %v36, <8 x double> %v32)
  %v44 = call <8 x double> @llvm.fma.v8f64(<8 x double> %v43, <8 x double> %v40, <8 x double> %v41)
  %v45 = getelementptr double, ptr %shared, i64 1
  %v46 = load double, ptr %v45, align 8
  %v47 = insertelement <8 x double> poison, double %v46, i32 0
  %v48 = shufflevector <8 x double> %v47, <8 x double> poison, <8 x i32> zeroinitializer
  %v49 = fsub <8 x double> %v48, %v44
  %is.save = icmp eq i64 %k, %k.first
  br i1 %is.save, label %save, label %move
save:
  %v50 = load <8 x double>, ptr %doubt, align 64
  %v51 = mul i64 %saves, 0
  %v52 = add i64 %s, %v51
  %v53 = mul i64 %v52, %row
  %v54 = add i64 %v53, %lane
  %v55 = getelementptr double, ptr %out, i64 %v54
  store <8 x double> %v32, ptr %v55, align 64
  %v56 = fsub <8 x double> %v32, %v32
  %v57 = fadd <8 x double> %v50, %v56
  %v58 = getelementptr <8 x double>, ptr %sums, i64 0
  %v59 = load <8 x double>, ptr %v58, align 64
  %v60 = mul i64 %saves, 1
  %v61 = add i64 %s, %v60
  %v62 = mul i64 %v61, %row
  %v63 = add i64 %v62, %lane
  %v64 = getelementptr double, ptr %out, i64 %v63
  store <8 x double> %v59, ptr %v64, align 64
  %v65 = fsub <8 x double> %v59, %v59
  %v66 = fadd <8 x double> %v57, %v65
  store <8 x double> splat (double 0x0000000000000000), ptr %v58, align 64
  store <8 x double> %v66, ptr %doubt, align 64
  %s.plus = add i64 %s, 1
  %is.last = icmp eq i64 %s.plus, %saves
  br i1 %is.last, label %finish, label %move
move:
  %v67 = getelementptr <8 x double>, ptr %states, i64 0
  %v68 = load <8 x double>, ptr %v67, align 64
  %v69 = fmul <8 x double> %v2, %v49
  %v70 = fadd <8 x double> %v68, %v69
  %v71 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> %v70, ptr %v71, align 64
  %v72 = getelementptr double, ptr %shared, i64 1
  %v73 = load double, ptr %v72, align 8
  %v74 = insertelement <8 x double> poison, double %v73, i32 0
  %v75 = shufflevector <8 x double> %v74, <8 x double> poison, <8 x i32> zeroinitializer
  %v76 = getelementptr <8 x double>, ptr %sums, i64 0
  %v77 = load <8 x double>, ptr %v76, align 64
  %v78 = fmul <8 x double> %v2, %v75
  %v79 = fadd <8 x double> %v77, %v78
  %v80 = getelementptr <8 x double>, ptr %sums, i64 0
  store <8 x double> %v79, ptr %v80, align 64
  br label %moved
moved:
  %k.next = add i64 %k, 1
  %is.next.save = icmp eq i64 %k.next, %k.next.save
  br i1 %is.next.save, label %move.last, label %step
move.last:
  %s.next = add i64 %s, 1
  br label %save.loop
finish:
  %v81 = load <8 x double>, ptr %doubt, align 64
  %v82 = getelementptr <8 x double>, ptr %states, i64 0
  %v83 = load <8 x double>, ptr %v82, align 64
  %v84 = fsub <8 x double> %v83, %v83
  %v85 = fadd <8 x double> %v81, %v84
  %v86 = getelementptr double, ptr %check, i64 %lane
  store <8 x double> %v85, ptr %v86, align 64
  %b.next = add i64 %b, 1
  %is.done = icmp eq i64 %b.next, %end
  br i1 %is.done, label %exit, label %block
exit:
  ret void
}

attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }
