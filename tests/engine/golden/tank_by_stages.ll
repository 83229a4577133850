declare <8 x double> @llvm.fma.v8f64(<8 x double>, <8 x double>, <8 x double>)
declare <8 x double> @llvm.sqrt.v8f64(<8 x double>)
declare <8 x double> @llvm.fabs.v8f64(<8 x double>)
declare <8 x double> @llvm.trunc.v8f64(<8 x double>)
declare <8 x double> @llvm.masked.gather.v8f64.v8p0(<8 x ptr>, i32, <8 x i1>, <8 x double>)
declare void @llvm.masked.scatter.v8f64.v8p0(<8 x double>, <8 x ptr>, i32, <8 x i1>)

define dso_local void @run(i64 %first, i64 %end, ptr %inputs, ptr %strides, ptr %series, ptr %rows, ptr %lanes, ptr %out, i64 %row, i64 %saves, i64 %every, double %start, double %dt, ptr %history, i64 %steps, ptr %check, i64 %origin, i64 %first.save, i64 %last, ptr %handed) #0 {
entry:
  %states = alloca [1 x <8 x double>], align 64
  %sums = alloca [1 x <8 x double>], align 64
  %doubt = alloca [1 x <8 x double>], align 64
  %stage = alloca [1 x <8 x double>], align 64
  %slopes = alloca [1 x <8 x double>], align 64
  %rates = alloca [1 x <8 x double>], align 64
  %shared = alloca [2 x double], align 64
  %v1 = mul i64 %steps, 0
  %arrays = getelementptr <8 x double>, ptr %history, i64 %v1
  %v2 = insertelement <8 x double> poison, double %dt, i32 0
  %v3 = shufflevector <8 x double> %v2, <8 x double> poison, <8 x i32> zeroinitializer
  %v4 = getelementptr ptr, ptr %inputs, i64 0
  %v5 = load ptr, ptr %v4
  %v6 = load double, ptr %v5, align 8
  %v7 = insertelement <8 x double> poison, double %v6, i32 0
  %v8 = shufflevector <8 x double> %v7, <8 x double> poison, <8 x i32> zeroinitializer
  %v9 = extractelement <8 x double> %v8, i32 0
  %v10 = getelementptr double, ptr %shared, i64 0
  store double %v9, ptr %v10, align 8
  %v11 = insertelement <8 x double> poison, double %start, i32 0
  %v12 = shufflevector <8 x double> %v11, <8 x double> poison, <8 x i32> zeroinitializer
  %v13 = extractelement <8 x double> %v12, i32 0
  %v14 = getelementptr double, ptr %shared, i64 1
  store double %v13, ptr %v14, align 8
  br label %ready
ready:
  br label %block
block:
  %b = phi i64 [ %first, %ready ], [ %b.next, %finish ]
  %lane = mul i64 %b, 8
  store <8 x double> splat (double 0x0000000000000000), ptr %doubt, align 64
  %v15 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> splat (double 0x4024000000000000), ptr %v15, align 64
  br label %begun
begun:
  br label %step
step:
  %k = phi i64 [ %origin, %begun ], [ %k.next, %moved ]
  %s = phi i64 [ 0, %begun ], [ %s.next, %moved ]
  %k.save = phi i64 [ %first.save, %begun ], [ %k.next.save, %moved ]
  %is.save = icmp eq i64 %k, %k.save
  %v16 = getelementptr <8 x double>, ptr %states, i64 0
  %v17 = load <8 x double>, ptr %v16, align 64
  %v18 = getelementptr <8 x double>, ptr %stage, i64 0
  store <8 x double> %v17, ptr %v18, align 64
  %v19 = getelementptr <8 x double>, ptr %slopes, i64 0
  store <8 x double> splat (double 0x0000000000000000), ptr %v19, align 64
  br label %stage.loop
stage.loop:
  %i = phi i64 [ 0, %step ], [ %i.next, %stage.done ]
  %v20 = sitofp i64 %k to double
  %v21 = fmul double %v20, %dt
  %v22 = fadd double %start, %v21
  %v23 = insertelement <8 x double> poison, double %v22, i32 0
  %v24 = shufflevector <8 x double> %v23, <8 x double> poison, <8 x i32> zeroinitializer
  %v25 = icmp eq i64 %i, 2
  %v26 = select i1 %v25, i64 1, i64 2
  %v27 = icmp eq i64 %i, 1
  %v28 = select i1 %v27, i64 1, i64 %v26
  %v29 = icmp eq i64 %i, 0
  %v30 = select i1 %v29, i64 0, i64 %v28
  %v31 = mul i64 %k, 2
  %v32 = add i64 %v31, %v30
  %v33 = sitofp i64 %v32 to double
  %v34 = fmul double %v33, 0.5
  %v35 = fmul double %v34, %dt
  %v36 = fadd double %start, %v35
  %v37 = insertelement <8 x double> poison, double %v36, i32 0
  %v38 = shufflevector <8 x double> %v37, <8 x double> poison, <8 x i32> zeroinitializer
  %v39 = getelementptr <8 x double>, ptr %stage, i64 0
  %v40 = load <8 x double>, ptr %v39, align 64
  %v41 = icmp eq i64 %i, 2
  %v42 = select i1 %v41, i64 1, i64 2
  %v43 = icmp eq i64 %i, 1
  %v44 = select i1 %v43, i64 1, i64 %v42
  %v45 = icmp eq i64 %i, 0
  %v46 = select i1 %v45, i64 0, i64 %v44
  %v47 = fneg <8 x double> %v40
  %v48 = getelementptr double, ptr %shared, i64 0
  %v49 = load double, ptr %v48, align 8
  %v50 = insertelement <8 x double> poison, double %v49, i32 0
  %v51 = shufflevector <8 x double> %v50, <8 x double> poison, <8 x i32> zeroinitializer
  %v52 = fdiv <8 x double> %v47, %v51
  %v53 = icmp eq i64 %i, 0
  %v54 = and i1 %is.save, %v53
  br i1 %v54, label %save, label %saved
save:
  %v55 = load <8 x double>, ptr %doubt, align 64
  %v56 = mul i64 %saves, 0
  %v57 = add i64 %s, %v56
  %v58 = mul i64 %v57, %row
  %v59 = add i64 %v58, %lane
  %v60 = getelementptr double, ptr %out, i64 %v59
  store <8 x double> %v40, ptr %v60, align 64
  %v61 = fsub <8 x double> %v40, %v40
  %v62 = fadd <8 x double> %v55, %v61
  store <8 x double> %v62, ptr %doubt, align 64
  br label %saved
saved:
  %is.last = icmp eq i64 %k, %last
  %v63 = icmp eq i64 %i, 0
  %v64 = and i1 %is.last, %v63
  br i1 %v64, label %finish, label %move
move:
  %is.first.stage = icmp eq i64 %i, 0
  %i.next = add i64 %i, 1
  %is.last.stage = icmp eq i64 %i.next, 4
  br i1 %is.first.stage, label %discrete, label %counted
discrete:
  br label %counted
counted:
  br label %stage.move
stage.move:
  %v65 = icmp eq i64 %i, 2
  %v66 = select i1 %v65, double 0x3FD5555555555555, double 0x3FC5555555555555
  %v67 = icmp eq i64 %i, 1
  %v68 = select i1 %v67, double 0x3FD5555555555555, double %v66
  %v69 = icmp eq i64 %i, 0
  %v70 = select i1 %v69, double 0x3FC5555555555555, double %v68
  %v71 = insertelement <8 x double> poison, double %v70, i32 0
  %v72 = shufflevector <8 x double> %v71, <8 x double> poison, <8 x i32> zeroinitializer
  %v73 = icmp eq i64 %i, 2
  %v74 = select i1 %v73, double 0x3FF0000000000000, double 0x3FF0000000000000
  %v75 = icmp eq i64 %i, 1
  %v76 = select i1 %v75, double 0x3FE0000000000000, double %v74
  %v77 = icmp eq i64 %i, 0
  %v78 = select i1 %v77, double 0x3FE0000000000000, double %v76
  %v79 = fmul double %dt, %v78
  %v80 = insertelement <8 x double> poison, double %v79, i32 0
  %v81 = shufflevector <8 x double> %v80, <8 x double> poison, <8 x i32> zeroinitializer
  %v82 = getelementptr <8 x double>, ptr %slopes, i64 0
  %v83 = load <8 x double>, ptr %v82, align 64
  %v84 = fmul <8 x double> %v72, %v52
  %v85 = fadd <8 x double> %v83, %v84
  %v86 = getelementptr <8 x double>, ptr %slopes, i64 0
  store <8 x double> %v85, ptr %v86, align 64
  %v87 = getelementptr <8 x double>, ptr %states, i64 0
  %v88 = load <8 x double>, ptr %v87, align 64
  %v89 = fmul <8 x double> %v81, %v52
  %v90 = fadd <8 x double> %v88, %v89
  %v91 = getelementptr <8 x double>, ptr %stage, i64 0
  store <8 x double> %v90, ptr %v91, align 64
  br i1 %is.last.stage, label %commit, label %stage.done
stage.done:
  br label %stage.loop
commit:
  %v92 = getelementptr <8 x double>, ptr %slopes, i64 0
  %v93 = load <8 x double>, ptr %v92, align 64
  %v94 = getelementptr <8 x double>, ptr %states, i64 0
  %v95 = load <8 x double>, ptr %v94, align 64
  %v96 = fmul <8 x double> %v3, %v93
  %v97 = fadd <8 x double> %v95, %v96
  %v98 = getelementptr <8 x double>, ptr %states, i64 0
  store <8 x double> %v97, ptr %v98, align 64
  br label %moved
moved:
  %k.next = add i64 %k, 1
  %was.save = zext i1 %is.save to i64
  %to.next.save = select i1 %is.save, i64 %every, i64 0
  %s.next = add i64 %s, %was.save
  %k.next.save = add i64 %k.save, %to.next.save
  br label %step
finish:
  %v99 = load <8 x double>, ptr %doubt, align 64
  %v100 = getelementptr <8 x double>, ptr %states, i64 0
  %v101 = load <8 x double>, ptr %v100, align 64
  %v102 = fsub <8 x double> %v101, %v101
  %v103 = fadd <8 x double> %v99, %v102
  %v104 = getelementptr double, ptr %check, i64 %lane
  store <8 x double> %v103, ptr %v104, align 64
  %b.next = add i64 %b, 1
  %is.done = icmp eq i64 %b.next, %end
  br i1 %is.done, label %exit, label %block
exit:
  ret void
}

attributes #0 = { nounwind "prefer-vector-width"="512" "min-legal-vector-width"="512" }
